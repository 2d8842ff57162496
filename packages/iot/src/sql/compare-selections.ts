import type { Expression, SelectItem, Statement } from './ast';
import { keyOf } from './compile-selection';
import { parseStatement } from './parse-statement';
import { printExpression, printSelection } from './print';
import { SqlError } from './sql-error';
import { within } from './subexpressions';

/** Changes to a SELECT: keys that it no longer outputs, or computes differently. */
export interface SelectionChange {
  /** Lost keys, for example `thing` or `a.b`. `*` represents all keys of the message. */
  readonly lost: readonly string[];
  /** Changed keys. `*` represents the value of a SELECT VALUE, which has no key. */
  readonly otherwise: readonly { readonly key: string; readonly before: string; readonly after: string }[];
}

/**
 * Compares the outputs of two statements, without reporting new keys. Returns undefined if AWS IoT would reject
 * one of the statements.
 */
export function compareSelections(before: string, after: string): SelectionChange | undefined {
  try {
    const [old, now] = [parseStatement(before), parseStatement(after)];
    return isOneValue(old) || isOneValue(now) ? comparedAsOne(old, now) : comparedByKey(keysOf(old), keysOf(now));
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

/** Returns whether a statement outputs a single value without keys. `SELECT VALUE *` is equivalent to `SELECT *`. */
const isOneValue = ({ selection }: Statement) => selection.kind === 'value' && selection.item.kind !== 'star';

function comparedAsOne(old: Statement, now: Statement): SelectionChange {
  const [before, after] = [old, now].map((statement) => {
    const { selection } = statement;
    const isExpression = selection.kind === 'value' && selection.item.kind !== 'star';
    return isExpression
      ? `VALUE ${printWithAssignments(selection.item, statement)}`
      : printSelection(selection).replace(/^SELECT /, '');
  });
  return { lost: [], otherwise: before === after ? [] : [{ key: '*', before: before ?? '', after: after ?? '' }] };
}

interface Keys {
  /** Whether the statement outputs all keys of the message. */
  readonly all: boolean;
  /** Printed expression of each selected key. */
  readonly own: ReadonlyMap<string, string>;
}

function keysOf(statement: Statement): Keys {
  const { selection } = statement;
  if (selection.kind === 'value') return { all: true, own: new Map() };
  const items = selection.items.filter((item): item is Item => item.kind === 'item');
  return {
    all: items.length < selection.items.length,
    own: new Map(
      items.map(({ alias, expression }) => [
        (alias ?? [keyOf(expression)]).join('.'),
        printWithAssignments(expression, statement),
      ]),
    ),
  };
}

type Item = Extract<SelectItem, { kind: 'item' }>;

/** Prints an expression together with the assignments of the variables that it uses. */
function printWithAssignments(expression: Expression, { set }: Statement): string {
  const variables = [...within(expression)].flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
  const assignments = set
    .filter(({ name }) => variables.includes(name))
    .map(({ name, value }) => `@${name} = ${printExpression(value)}`);
  return [printExpression(expression), ...assignments].join(', ');
}

function comparedByKey(old: Keys, now: Keys): SelectionChange {
  const own = [...old.own];
  return {
    lost: [
      ...(old.all && !now.all ? ['*'] : []),
      // a key that was selected under its own name is not lost if `*` includes the key after the change
      ...own.flatMap(([key, made]) => (now.own.has(key) || (now.all && key === made) ? [] : [key])),
    ],
    otherwise: own.flatMap(([key, before]) => {
      const after = now.own.get(key) ?? before;
      return after === before ? [] : [{ key, before, after }];
    }),
  };
}
