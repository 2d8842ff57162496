const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const [openBrace, closeBrace] = [0x7b, 0x7d];

/**
 * Finds a key that occurs twice in one JSON object. Terraform never writes repeated keys. `JSON.parse` keeps the last value, but
 * other parsers keep the first value, so a review of such a plan could be wrong.
 * @param text valid JSON
 * @returns the offset of the second occurrence; undefined if no key is repeated
 */
export function findRepeatedKey(text: string): number | undefined {
  // the loop is not recursive, because hostile text may be nested arbitrarily deep
  const open: OpenObject[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === openBrace) open.push(new OpenObject());
    else if (code === closeBrace) open.pop();
    else if (code === quote) {
      const end = endOfString(text, at);
      if (isFollowedByColon(text, end)) {
        if (open.at(-1)?.add(keyIn(text, at, end)) === true) return at;
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Keys of an object whose end has not been reached. */
class OpenObject {
  private readonly ascending: string[] = [];
  private all: Set<string> | undefined;

  /**
   * Adds a key. Terraform writes the attributes of a resource in ascending order, so most keys are compared only with the previous key.
   * @returns whether the object already has the key
   */
  add(key: string): boolean {
    if (this.all === undefined) {
      const last = this.ascending.at(-1);
      if (last === undefined || key > last) {
        this.ascending.push(key);
        return false;
      }
      this.all = new Set(this.ascending);
    }
    if (this.all.has(key)) return true;
    this.all.add(key);
    return false;
  }
}

/** Returns the offset after the closing quote of a string. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

/** Returns whether an odd number of backslashes precedes a quote. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === backslash) start -= 1;
  return (at - start) % 2 === 1;
}

function isFollowedByColon(text: string, at: number): boolean {
  let next = at;
  // the whitespace of JSON: space, tab and line breaks
  while (text.charCodeAt(next) <= 0x20) next += 1;
  return text.charCodeAt(next) === colon;
}

/** Returns a key with its escape sequences decoded, because the same key can be written in different ways. */
function keyIn(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(text.slice(start, end))) : raw;
}
