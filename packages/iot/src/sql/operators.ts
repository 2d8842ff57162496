import type { BinaryOperator } from './ast';

// Operator precedence, lowest first. AWS does not document the precedence, so this is the order in ANSI SQL.
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

/** Suggested replacements for operators from other languages, keyed by operator. */
export const foreignOperators: ReadonlyMap<string, string> = new Map([
  ['==', 'use ='],
  ['===', 'use ='],
  ['!=', 'use <>'],
  ['!==', 'use <>'],
  ['<=>', 'use ='],
  ['&&', 'use AND'],
  ['||', 'use OR, or + to concatenate strings'],
  ['!', 'use NOT'],
  ['&', 'use bitand(a, b)'],
  ['|', 'use bitor(a, b)'],
  ['^', 'use power(a, b) or bitxor(a, b)'],
  ['~', 'use bitnot(a)'],
  ['<<', 'multiply by power(2, n)'],
  ['>>', 'divide by power(2, n)'],
  ['**', 'use power(a, b)'],
  ['::', 'use cast(value AS type)'],
  ['?', 'use CASE … WHEN … THEN … ELSE … END'],
  ['LIKE', 'use startswith(), endswith() or regexp_matches()'],
  ['RLIKE', 'use regexp_matches()'],
  ['BETWEEN', 'use value >= low AND value <= high'],
  ['IS', 'use isNull(value) or isUndefined(value)'],
  ['XOR', 'use <>'],
  ['DIV', 'use /'],
  ['MOD', 'use %'],
]);

/** First words of SQL clauses that AWS IoT does not support. */
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

/** Keywords that often occur as payload keys, as in `{"start":1,"end":2}`. */
export const keyLikeWords: ReadonlySet<string> = new Set(['SET', 'IN', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END']);

/** Words that must be in backquotes if they are payload keys. */
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
