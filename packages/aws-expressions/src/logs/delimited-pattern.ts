import { type Cursor, cursorOf, isOrdered, readComparison, readConditions, type Test } from './conditions';

const tokenPattern =
  /\s*(\[|\]|,|\.\.\.|\(|\)|&&|\|\||!=|>=|<=|=|>|<|"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^\s,[\]()=!<>&|"%]+)/y;

/** Field in a line, delimited by spaces, brackets or double quotes. */
interface Field {
  text: string;
  /** Index of the field's first character in the line. */
  at: number;
}

const closings = { '[': ']', '"': '"' } as const;
const opens = (character: string): character is keyof typeof closings => character in closings;

function fieldsOf(line: string): Field[] {
  const fields: Field[] = [];
  const lastClosing = { '[': line.lastIndexOf(']'), '"': line.lastIndexOf('"') };
  const word = /\S+/y;
  for (let at = line.search(/\S/); at >= 0 && at < line.length; ) {
    const first = line.charAt(at);
    // search only if a closing character follows; otherwise a line of unclosed brackets would take quadratic time
    const close = opens(first) && lastClosing[first] > at ? line.indexOf(closings[first], at + 1) : -1;
    word.lastIndex = at;
    const end = close === -1 ? at + (word.exec(line)?.[0].length ?? 1) : close + 1;
    fields.push({ text: close === -1 ? line.slice(at, end) : line.slice(at + 1, close), at });
    at = end;
    while (at < line.length && /\s/.test(line.charAt(at))) at += 1;
  }
  return fields;
}

/** Reads a field such as `status_code`, `status_code = 4*` or `w1 != ERROR && w1 != WARNING`. */
function readField(cursor: Cursor): Test<string> {
  const isAlone = [',', ']'].includes(cursor.peek(1) ?? '');
  let field: string | undefined;
  const readName = () => {
    const name = cursor.take();
    if (!/^[^"%,[\]()=!<>&|]+$/.test(name) || name === '...') throw cursor.wrong('expected a field name');
    // field names are case-insensitive: an example in the guide uses both w1 and W1 for the same field
    if (field !== undefined && field.toLowerCase() !== name.toLowerCase())
      throw cursor.wrong(`the conditions between two commas must use the same field, ${field}`);
    field = name;
  };
  if (isAlone) {
    readName();
    return () => true;
  }
  return readConditions(cursor, () => {
    readName();
    const { operator, number, fits } = readComparison(cursor);
    return (text) => {
      const value = text === '' ? Number.NaN : Number(text);
      if (operator === '=' || operator === '!=') return (fits(text) || value === number) === (operator === '=');
      return number !== undefined && isOrdered(operator, value, number);
    };
  });
}

interface Fields {
  before: Test<string>[];
  /** Fields after `...`; undefined if the pattern does not contain `...`. */
  after: Test<string>[] | undefined;
}

function readFields(cursor: Cursor): Fields {
  const fields: Fields = { before: [], after: undefined };
  cursor.take('[');
  while (cursor.peek() !== ']') {
    if (fields.before.length > 0 || fields.after !== undefined) cursor.take(',');
    if (cursor.peek() !== '...') {
      (fields.after ?? fields.before).push(readField(cursor));
      continue;
    }
    cursor.take();
    if (fields.after !== undefined) throw cursor.wrong('a pattern can contain only one ...');
    fields.after = [];
  }
  cursor.take(']');
  cursor.end();
  return fields;
}

/**
 * Parses a pattern such as `[ip, user, timestamp, request = *.html*, status_code = 4*, bytes]` or `[..., status_code >= 500,
 * bytes]`. Without `...`, the last field matches the rest of the line. The guide's `[w1=ERROR, w2]` therefore matches lines with
 * two or more words. As the guide notes, a field without a condition (here `w2`) must follow the last condition. Source:
 * CloudWatch Logs user guide, "FilterAndPatternSyntax", space-delimited log events.
 * @throws PatternError if the pattern is invalid
 */
export function parseDelimitedPattern(pattern: string): Test<string> {
  const { before, after } = readFields(cursorOf(pattern, tokenPattern));
  const named = before.length + (after?.length ?? 0);
  return (message) => {
    const line = message.trimEnd();
    const found = fieldsOf(line);
    if (found.length < named) return false;
    const texts = found.map(({ text }) => text);
    const last = found[before.length - 1];
    if (after === undefined && last !== undefined && found.length > named)
      texts[before.length - 1] = line.slice(last.at);
    return (
      before.every((test, index) => test(texts[index] ?? '')) &&
      (after ?? []).every((test, index, { length }) => test(texts[texts.length - length + index] ?? ''))
    );
  };
}
