import { countFault } from './argument-count';
import type { Call, Expression } from './ast';
import { functions } from './functions/registry';
import type { Service } from './services';
import { SqlError } from './sql-error';
import { within } from './tree';

/**
 * The services that expressions of one statement ask, each once.
 * @throws SqlError for a second get_dynamodb: "calling it multiple times in a single SQL statement causes the rule to
 * terminate without invoking any actions" (AWS IoT developer guide, iot-sql-functions)
 */
export function askedServices(expressions: readonly Expression[]): readonly Service[] {
  const calls = expressions.flatMap((expression) => [...within(expression)]).filter((each) => each.kind === 'call');
  const [, second] = calls.filter(({ name }) => name.toLowerCase() === 'get_dynamodb');
  if (second !== undefined) {
    const message = 'get_dynamodb() may be called once a statement: after a second call the rule would act no more';
    throw new SqlError({ message, at: second.at });
  }
  return [...new Set(calls.flatMap(askedBy))];
}

function askedBy(call: Call): readonly Service[] {
  const entry = functions.get(call.name.toLowerCase());
  if (entry?.kind !== 'message' || countFault(call, entry) !== undefined) return [];
  const asked = entry.asks?.(call);
  return asked === undefined ? [] : [asked];
}
