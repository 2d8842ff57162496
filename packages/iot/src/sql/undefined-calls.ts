import type { Call, Expression } from './ast';
import type { Signature } from './functions/function-entry';
import { functions } from './functions/registry';
import { SqlError } from './sql-error';
import { within } from './subexpressions';

/**
 * Returns the reason why a call is always Undefined, for example too many arguments. AWS IoT accepts such a rule:
 * "Functions called with invalid arguments (for example, wrong types, wrong number of arguments, and so on) return
 * Undefined" (developer guide, iot-sql-data-types). No public source states that CreateTopicRule rejects such a call.
 */
export function undefinedReason(call: Call, { arguments: [least, most], pointless }: Signature): string | undefined {
  const count = call.arguments.length;
  if (count >= least && count <= most) return pointless?.(call);
  return `${call.name.toLowerCase()}() accepts ${countText(least, most)}, not ${count}`;
}

/** Returns an error for each call that is always Undefined, because such calls are probably mistakes. */
export function undefinedCallsIn(expressions: readonly Expression[]): readonly SqlError[] {
  return expressions.flatMap((expression) =>
    [...within(expression)].flatMap((part) => {
      const entry = part.kind === 'call' ? functions.get(part.name.toLowerCase()) : undefined;
      if (part.kind !== 'call' || entry === undefined || entry.kind === 'retired') return [];
      const fault = undefinedReason(part, entry);
      return fault === undefined ? [] : [new SqlError({ message: `${fault}, so it is always Undefined`, at: part.at })];
    }),
  );
}

function countText(least: number, most: number): string {
  if (most === 0) return 'no arguments';
  const range = least === most ? `${least}` : least === 0 ? `at most ${most}` : `${least} to ${most}`;
  return `${range} ${most === 1 ? 'argument' : 'arguments'}`;
}
