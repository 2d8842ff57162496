/**
 * Finds a key that occurs twice in one object of a JSON text. `JSON.parse` keeps the last one silently, other readers the first:
 * a plan could show its reviewer something else than its writer meant. Terraform never writes such a text.
 * @returns the offset of the second occurrence
 * @param parsed what `JSON.parse` made of the text
 */
export function findRepeatedKey(text: string, parsed: unknown): number | undefined {
  // comparing two counts is several times faster than remembering the keys of every object
  return countKeysInText(text) === countKeys(parsed) ? undefined : firstRepeatedKey(text);
}

function countKeys(parsed: unknown): number {
  const left: unknown[] = [parsed];
  let count = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const values: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) count += values.length;
    for (const one of values) if (typeof one === 'object' && one !== null) left.push(one);
  }
  return count;
}

function countKeysInText(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    const end = endOfString(text, start);
    if (text[afterSpace(text, end)] === ':') count += 1;
    start = text.indexOf('"', end);
  }
  return count;
}

const structure = /["{}]/g;

function firstRepeatedKey(text: string): number | undefined {
  const open: Set<string>[] = [];
  structure.lastIndex = 0;
  for (let found = structure.exec(text); found !== null; found = structure.exec(text)) {
    if (found[0] === '{') open.push(new Set());
    else if (found[0] === '}') open.pop();
    else {
      const end = endOfString(text, found.index);
      structure.lastIndex = end;
      if (text[afterSpace(text, end)] !== ':') continue;
      const key: unknown = JSON.parse(text.slice(found.index, end));
      const keys = open.at(-1);
      if (typeof key !== 'string' || keys === undefined) continue;
      if (keys.has(key)) return found.index;
      keys.add(key);
    }
  }
  return undefined;
}

/** @returns the offset behind the closing quote */
function endOfString(text: string, start: number): number {
  let end = start;
  do end = text.indexOf('"', end + 1);
  while (end >= 0 && isEscaped(text, end));
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}
