import type { FilterPattern } from './filter-pattern';
import { PatternError } from './pattern-error';

type Test = (document: unknown) => boolean;

const tokenPattern =
  /\s*(\{|\}|\(|\)|&&|\|\||!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|\$(?:\.[\w-]+|\[\d+\]|\["[^"]+"\])+|[\w*.+-]+)/y;

interface Token {
  text: string;
  column: number;
}

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (pattern.slice(tokenPattern.lastIndex).trim() !== '') {
    const column = pattern.length - pattern.slice(tokenPattern.lastIndex).trimStart().length + 1;
    const match = tokenPattern.exec(pattern);
    if (match?.[1] === undefined) throw new PatternError('unexpected character', column, pattern);
    found.push({ text: match[1], column });
  }
  return found;
}

/** @param path `$.a.b[0]` */
function select(document: unknown, path: string): unknown {
  let value = document;
  for (const [, name, index, quoted] of path.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/g)) {
    const key = name ?? index ?? quoted ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

const wildcard = (text: string) =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

function comparison(path: string, operator: string, raw: string): Test {
  const text = raw.startsWith('"') ? raw.slice(1, -1).replace(/\\(.)/g, '$1') : raw;
  const number = raw.startsWith('"') ? Number.NaN : Number(raw);
  const expression = wildcard(text);
  const same: Test = (document) => {
    const value = select(document, path);
    if (!Number.isNaN(number)) return value === number;
    return typeof value === 'string' && expression.test(value);
  };
  const ordered =
    (holds: (value: number) => boolean): Test =>
    (document) => {
      const value = select(document, path);
      return typeof value === 'number' && holds(value);
    };
  if (operator === '=') return same;
  if (operator === '!=') return (document) => select(document, path) !== undefined && !same(document);
  if (operator === '>') return ordered((value) => value > number);
  if (operator === '>=') return ordered((value) => value >= number);
  if (operator === '<') return ordered((value) => value < number);
  return ordered((value) => value <= number);
}

/** Reads `{ $.level = "ERROR" && ($.code >= 500 || $.late IS TRUE) }`. @throws PatternError */
export function parseJsonPattern(pattern: string): FilterPattern {
  const all = tokens(pattern);
  let at = 0;
  const peek = () => all[at]?.text;
  const take = (expected?: string): string => {
    const token = all[at];
    if (token === undefined || (expected !== undefined && token.text !== expected)) {
      throw new PatternError(`expected ${expected ?? 'more'}`, token?.column ?? pattern.length + 1, pattern);
    }
    at += 1;
    return token.text;
  };
  const named = (path: string, name: string): Test => {
    if (name === 'TRUE') return (document) => select(document, path) === true;
    if (name === 'FALSE') return (document) => select(document, path) === false;
    if (name === 'NULL') return (document) => select(document, path) === null;
    throw new PatternError('expected TRUE, FALSE or NULL', all[at - 1]?.column ?? 1, pattern);
  };
  const wantedFor = (operator: string): string => {
    const value = take();
    const column = all[at - 1]?.column ?? 1;
    if (!/^["\w*.+-]/.test(value)) throw new PatternError('expected a value', column, pattern);
    if (/[<>]/.test(operator) && (value.startsWith('"') || Number.isNaN(Number(value))))
      throw new PatternError(`${operator} compares numbers`, column, pattern);
    return value;
  };
  const primary = (): Test => {
    if (peek() === '(') {
      take('(');
      const inner = either();
      take(')');
      return inner;
    }
    const path = take();
    if (!path.startsWith('$')) throw new PatternError('a selector begins with $', all[at - 1]?.column ?? 1, pattern);
    const operator = take();
    if (operator === 'IS') return named(path, take());
    if (operator === 'NOT') {
      take('EXISTS');
      return (document) => select(document, path) === undefined;
    }
    if (!/^(!?=|[<>]=?)$/.test(operator))
      throw new PatternError('expected = != > >= < <= IS or NOT EXISTS', all[at - 1]?.column ?? 1, pattern);
    return comparison(path, operator, wantedFor(operator));
  };
  const both = (): Test => {
    let left = primary();
    while (peek() === '&&') {
      take();
      const [before, after] = [left, primary()];
      left = (document) => before(document) && after(document);
    }
    return left;
  };
  const either = (): Test => {
    let left = both();
    while (peek() === '||') {
      take();
      const [before, after] = [left, both()];
      left = (document) => before(document) || after(document);
    }
    return left;
  };

  take('{');
  const test = either();
  take('}');
  if (at < all.length) throw new PatternError('expected the end', all[at]?.column ?? 1, pattern);
  return {
    matches(message) {
      try {
        return test(JSON.parse(message));
      } catch {
        return false;
      }
    },
  };
}
