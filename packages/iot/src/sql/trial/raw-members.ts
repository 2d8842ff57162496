/** Pattern for a string with its quotes and escapes. */
const string = /"(?:[^"\\]|\\.)*"/y;
const scalar = /[^\s,\]}]+/y;
const punctuation = /[\s,:]*/y;
/** Pattern for the text up to the next string or bracket. */
const plain = /[^"[\]{}]*/y;

/**
 * Returns the source text of each member of a JSON object. As in JSON.parse, the last duplicate key takes precedence.
 * @param text object that JSON.parse accepts
 */
export function rawMembers(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let at = skip(punctuation, text, text.indexOf('{') + 1);
  while (at < text.length && text.charAt(at) !== '}') {
    const keyEnd = skip(string, text, at);
    const key: string = JSON.parse(text.slice(at, keyEnd));
    const start = skip(punctuation, text, keyEnd);
    const end = valueEnd(text, start);
    members.set(key, text.slice(start, end));
    at = skip(punctuation, text, end);
  }
  return members;
}

function valueEnd(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return skip(string, text, start);
  if (first !== '{' && first !== '[') return skip(scalar, text, start);
  let depth = 0;
  let at = start;
  do {
    const character = text.charAt(at);
    if (character === '"') at = skip(string, text, at);
    else {
      if (character === '{' || character === '[') depth += 1;
      else depth -= 1;
      at += 1;
    }
    if (depth > 0) at = skip(plain, text, at);
  } while (depth > 0);
  return at;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}
