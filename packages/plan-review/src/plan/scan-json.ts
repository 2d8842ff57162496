const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const [openBrace, closeBrace] = [0x7b, 0x7d];
const [minus, zero, nine] = [0x2d, 0x30, 0x39];

/** Integer in JSON text. */
interface WrittenInteger {
  readonly start: number;
  readonly digits: string;
}

/** Properties of JSON text that `JSON.parse` does not report. */
export interface ScannedJson {
  /**
   * Offset of the first key that occurs twice in its object. Terraform never writes repeated keys. `JSON.parse` keeps the last value, but
   * other parsers keep the first value, so a review of such a plan could be wrong.
   */
  readonly repeatedKey: number | undefined;
  /** Integers that `JSON.parse` rounds. */
  readonly rounded: readonly WrittenInteger[];
}

/** Maximum number of open objects whose keys are compared. Values in deeper objects are rejected or ignored. */
const openAtMost = 10_000;

/** Scans JSON text in one pass. The result for invalid JSON is arbitrary. */
export function scanJson(text: string): ScannedJson {
  const rounded: WrittenInteger[] = [];
  let repeatedKey: number | undefined;
  // the loop is not recursive, because hostile text may be nested arbitrarily deep
  const open: OpenObject[] = [];
  let deeper = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === openBrace) {
      if (open.length < openAtMost) open.push(new OpenObject());
      else deeper += 1;
    } else if (code === closeBrace) {
      if (deeper === 0) open.pop();
      else deeper -= 1;
    } else if (code === quote) {
      const end = endOfString(text, at);
      if (deeper === 0 && isFollowedByColon(text, end) && open.at(-1)?.add(keyIn(text, at, end)) === true)
        repeatedKey ??= at;
      at = end - 1;
    } else if (code === minus || isDigit(code)) {
      const end = endOfNumber(text, at + 1);
      // shorter integers are exact
      if (end - at > 15) {
        const digits = text.slice(at, end);
        if (/^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits))) rounded.push({ start: at, digits });
      }
      at = end - 1;
    }
  }
  return { repeatedKey, rounded };
}

const isDigit = (code: number): boolean => code >= zero && code <= nine;

/** Returns the offset after a number, with its fraction and exponent. */
function endOfNumber(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end)) || isInNumber(text.charCodeAt(end))) end += 1;
  return end;
}

/** Returns whether a character other than a digit may continue a number: `+`, `-`, `.`, `E` or `e`. */
const isInNumber = (code: number): boolean =>
  code === 0x2b || code === minus || code === 0x2e || code === 0x45 || code === 0x65;

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
  if (!raw.includes('\\')) return raw;
  try {
    return String(JSON.parse(text.slice(start, end)));
  } catch {
    // the parser reports invalid JSON
    return raw;
  }
}
