import type { Selection } from './ast';
import { functions } from './functions/registry';
import { parseStatement } from './parse-statement';
import { printExpression, printItem } from './print';
import { SqlError } from './sql-error';
import { within } from './subexpressions';

/** Clauses of a rule's statement in normalized form. */
export interface Clauses {
  /** Assignments, for example `@v = 1`. */
  readonly set: readonly string[];
  /** Items of the select list, for example `*`, `topic(3) AS thing`, `VALUE state`. */
  readonly select: readonly string[];
  readonly from: string | undefined;
  readonly where: string | undefined;
}

/** Returns a statement's clauses, or undefined if AWS IoT would reject the statement. */
export function clausesOf(sql: string): Clauses | undefined {
  try {
    const { set, selection, from, where } = parseStatement(sql);
    return {
      set: set.map(({ name, value }) => `@${name} = ${printExpression(value)}`),
      select: itemsOf(selection),
      from,
      where: where && printExpression(where),
    };
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

/** Functions whose result does not depend on the message. */
const messageIndependent: ReadonlySet<string> = new Set(['timestamp', 'newuuid', 'rand', 'accountid']);

/**
 * Returns whether a statement's WHERE depends on the message, because it contains a payload key, a variable, or a
 * function that returns the topic or publisher.
 */
export function dependsOnMessage(sql: string): boolean {
  const { where } = parseStatement(sql);
  if (where === undefined) return false;
  return [...within(where)].some((part) => {
    if (part.kind !== 'call') return part.kind === 'name' || part.kind === 'variable' || part.kind === 'payload';
    const name = part.name.toLowerCase();
    return functions.get(name)?.kind === 'message' && !messageIndependent.has(name);
  });
}

function itemsOf(selection: Selection): readonly string[] {
  if (selection.kind === 'items') return selection.items.map(printItem);
  return [`VALUE ${selection.item.kind === 'star' ? '*' : printExpression(selection.item)}`];
}
