import type { BinaryOperator } from './ast';

// How tightly operators bind, loosest first. AWS publishes no table: these are ANSI SQL's.
export const binding = {
  OR: 1,
  AND: 2,
  NOT: 3,
  '=': 4,
  '<>': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  IN: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
} as const satisfies Record<BinaryOperator | 'NOT', number>;
export const minusBinding = 7;

const binaryOperators = ['OR', 'AND', '=', '<>', '<', '<=', '>', '>=', 'IN', '+', '-', '*', '/', '%'] as const;

export function binaryOperator(text: string): BinaryOperator | undefined {
  return binaryOperators.find((operator) => operator === text);
}

/** What to write instead of an operator that other languages have. */
export const foreignOperators: ReadonlyMap<string, string> = new Map([
  ['==', 'write ='],
  ['===', 'write ='],
  ['!=', 'write <>'],
  ['!==', 'write <>'],
  ['<=>', 'write ='],
  ['&&', 'write AND'],
  ['||', 'write OR, or + to join texts'],
  ['!', 'write NOT'],
  ['&', 'write bitand(a, b)'],
  ['|', 'write bitor(a, b)'],
  ['^', 'write power(a, b) or bitxor(a, b)'],
  ['~', 'write bitnot(a)'],
  ['<<', 'multiply by power(2, n)'],
  ['>>', 'divide by power(2, n)'],
  ['**', 'write power(a, b)'],
  ['::', 'write cast(value AS type)'],
  ['?', 'write CASE … WHEN … THEN … ELSE … END'],
  ['LIKE', 'write startswith(), endswith() or regexp_matches()'],
  ['RLIKE', 'write regexp_matches()'],
  ['BETWEEN', 'write value >= low AND value <= high'],
  ['IS', 'write isNull(value) or isUndefined(value)'],
  ['XOR', 'write <>'],
  ['DIV', 'write /'],
  ['MOD', 'write %'],
]);

/** Clauses of SQL that AWS IoT does not have, by their first word. */
export const foreignClauses: ReadonlySet<string> = new Set([
  'GROUP',
  'ORDER',
  'HAVING',
  'LIMIT',
  'OFFSET',
  'JOIN',
  'INNER',
  'LEFT',
  'RIGHT',
  'CROSS',
  'UNION',
  'EXCEPT',
  'INTERSECT',
  'DISTINCT',
]);

/** Words of the language that payloads have as keys, too: `{"start":1,"end":2}`. */
export const keyLikeWords: ReadonlySet<string> = new Set(['SET', 'IN', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END']);

/** Words that cannot stand as a key of the payload unless in backquotes. */
export const reservedWords: ReadonlySet<string> = new Set([
  'SELECT',
  'FROM',
  'WHERE',
  'AS',
  'SET',
  'AND',
  'OR',
  'NOT',
  'IN',
  'CASE',
  'WHEN',
  'THEN',
  'ELSE',
  'END',
  'NULL',
  'TRUE',
  'FALSE',
]);
