import { clausesOf } from '../../lib/iot';
import type { Value } from '../../lib/terraform';

interface ChangedClause {
  readonly clause: 'SET' | 'SELECT' | 'FROM' | 'WHERE';
  /** Single items of SET and SELECT. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** Changes of a rule's SQL by clause; undefined if a side cannot be parsed. */
export function changedClauses(
  before: Value | undefined,
  after: Value | undefined,
): readonly ChangedClause[] | undefined {
  const [old, now] = [before, after].map((sql) => (typeof sql === 'string' ? clausesOf(sql) : undefined));
  if (old === undefined || now === undefined) return undefined;
  const lists = [
    ['SET', old.set, now.set],
    ['SELECT', old.select, now.select],
    ['FROM', listed(old.from), listed(now.from)],
    ['WHERE', listed(old.where), listed(now.where)],
  ] as const;
  return lists.flatMap(([clause, was, is]): ChangedClause[] => {
    const gone = was.filter((item) => !is.includes(item));
    const come = is.filter((item) => !was.includes(item));
    return gone.length === 0 && come.length === 0 ? [] : [{ clause, gone, come }];
  });
}

const listed = (text: string | undefined) => (text === undefined ? [] : [text]);
