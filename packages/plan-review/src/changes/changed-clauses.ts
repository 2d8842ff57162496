import { clausesOf } from '@himeshima/iot';
import type { Value } from '@himeshima/terraform-json';

interface ChangedClause {
  readonly clause: 'SET' | 'SELECT' | 'FROM' | 'WHERE';
  /** Removed items of the clause. Only a `SET` or `SELECT` clause can have more than one item. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Compares the old and the new SQL of a rule, clause by clause. Returns undefined if a statement cannot be parsed. */
export function changedClauses(
  before: Value | undefined,
  after: Value | undefined,
): readonly ChangedClause[] | undefined {
  const [one, other] = [before, after].map((sql) => (typeof sql === 'string' ? clausesOf(sql) : undefined));
  if (one === undefined || other === undefined) return undefined;
  const lists = [
    ['SET', one.set, other.set],
    ['SELECT', one.select, other.select],
    ['FROM', listed(one.from), listed(other.from)],
    ['WHERE', listed(one.where), listed(other.where)],
  ] as const;
  return lists.flatMap(([clause, was, is]): ChangedClause[] => {
    const [old, now] = [new Set(was), new Set(is)];
    const gone = was.filter((item) => !now.has(item));
    const come = is.filter((item) => !old.has(item));
    return gone.length === 0 && come.length === 0 ? [] : [{ clause, gone, come }];
  });
}

const listed = (text: string | undefined) => (text === undefined ? [] : [text]);
