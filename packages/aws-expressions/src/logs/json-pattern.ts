import { type Cursor, cursorOf, isOrdered, readComparison, readConditions, type Test } from './conditions';

const tokenPattern =
  /\s*(\{|\}|\(|\)|&&|\|\||!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|\$(?:\.[\w-]+|\[\d+\]|\["[^"]+"\])+|[\w*.+-]+)/y;

/** Returns the value at a path such as `$.a.b[0]`. */
function select(document: unknown, path: string): unknown {
  let value = document;
  for (const [, name, index, quoted] of path.matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/g)) {
    const key = name ?? index ?? quoted ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

const named = new Map<string, unknown>([
  ['TRUE', true],
  ['FALSE', false],
  ['NULL', null],
]);

/** Reads a condition such as `$.level = "ERROR"`, `$.late IS TRUE` or `$.code NOT EXISTS`. */
function readTest(cursor: Cursor): Test<unknown> {
  const path = cursor.take();
  if (!path.startsWith('$')) throw cursor.wrong('a selector starts with $');
  if (cursor.peek() === 'IS') {
    cursor.take();
    const name = cursor.take();
    if (!named.has(name)) throw cursor.wrong('expected TRUE, FALSE or NULL');
    return (document) => select(document, path) === named.get(name);
  }
  if (cursor.peek() === 'NOT') {
    cursor.take();
    cursor.take('EXISTS');
    return (document) => select(document, path) === undefined;
  }
  const { operator, number, fits } = readComparison(cursor, ' IS or NOT EXISTS');
  const same: Test<unknown> = (value) =>
    number === undefined ? typeof value === 'string' && fits(value) : value === number;
  return (document) => {
    const value = select(document, path);
    if (operator === '=') return same(value);
    if (operator === '!=') return value !== undefined && !same(value);
    return typeof value === 'number' && number !== undefined && isOrdered(operator, value, number);
  };
}

/**
 * Parses a JSON pattern such as `{ $.level = "ERROR" && ($.code >= 500 || $.late IS TRUE) }`. Throws a
 * PatternError if it is invalid.
 */
export function parseJsonPattern(pattern: string): Test<string> {
  const cursor = cursorOf(pattern, tokenPattern);
  cursor.take('{');
  const test = readConditions(cursor, () => readTest(cursor));
  cursor.take('}');
  cursor.end();
  return (message) => {
    try {
      return test(JSON.parse(message));
    } catch {
      return false;
    }
  };
}
