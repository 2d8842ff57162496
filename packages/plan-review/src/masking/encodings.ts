import { type Contents, contents, readable, textsIn } from './byte-texts';
import type { ValueBudget } from './decoding-budget';
import type { Span } from './spans';

/** Encoded section of a text, and the decoded contents. */
export interface DecodedSection extends Span, Contents {
  /** Whether the encoding only escapes individual characters. Patterns may already have found secrets in such a section. */
  readonly isEscaped: boolean;
}

const shortestBase64 = 16;
const shortestHex = 16;

/** Pattern of the first characters of gzip and zlib data in Base64. */
const compressed = /^(?:H4sI|eJ|eN|eA|eF)/;
/** Pattern of the first of four Base64 characters that encode ASCII, or the lead byte of a UTF-8 sequence. */
const firstOfText = /[A-Za-f4-7w-z]/;

/** Pattern of characters that Base64 of any text contains, but most names do not. */
const mixed = /[A-Z0-9]/;

/** Returns whether a string may be encoded text. Excludes most words and identifiers. */
function mayBeText(written: string): boolean {
  if (!mixed.test(written)) return false;
  if (compressed.test(written)) return true;
  let [fits, quads] = [0, 0];
  for (let at = 0; at < written.length && quads < 10; at += 4) {
    quads += 1;
    if (firstOfText.test(written.charAt(at))) fits += 1;
  }
  return fits >= quads * 0.7;
}

/** Finds and decodes Base64 (standard, URL-safe, wrapped), hex, percent-encoding, UTF-16 and escapes, within the budget. */
export function* decodedRuns(text: string, budget: ValueBudget): Generator<DecodedSection> {
  for (const run of runsIn(text)) {
    const found = decode(run, budget);
    for (const decoded of found.texts) budget.spend(decoded.length);
    if (budget.isSpent) return;
    if (found.texts.length > 0 || found.isTooLarge) yield found;
  }
}

interface Run extends Span {
  readonly kind: 'base64' | 'hex' | 'percent' | 'wide' | 'escapes';
  readonly written: string;
}

/** Matches the shortest run of characters that may be Base64 or hex. Most texts, such as names, contain none. */
const longRun = /[A-Za-z0-9+/_-]{16}/;

function* runsIn(text: string): Generator<Run> {
  if (longRun.test(text)) yield* base64Runs(text);
  for (const { 0: written, index } of text.matchAll(/[0-9a-fA-F]{16,}/g))
    if (written.length >= shortestHex) yield { kind: 'hex', written, start: index, end: index + written.length };
  if (/[0-9a-f]{2}[: ][0-9a-f]{2}[: ]/i.test(text.slice(0, 200)))
    for (const { 0: written, index } of text.matchAll(/(?:[0-9a-fA-F]{2}[: ]){8,}[0-9a-fA-F]{2}/g))
      yield { kind: 'hex', written: written.replace(/[: ]/g, ''), start: index, end: index + written.length };
  if (text.includes('%'))
    for (const { 0: written, index } of text.matchAll(/[^\s"<>]+/g))
      if (/%[0-9a-fA-F]{2}/.test(written))
        yield { kind: 'percent', written, start: index, end: index + written.length };
  if (text.includes('\0')) yield { kind: 'wide', written: text, start: 0, end: text.length };
  if (/\\(?:u00|x)[0-9a-f]{2}|&(?:quot|apos|amp|#\d{2,3}|#x[\da-f]{2});/i.test(text))
    yield { kind: 'escapes', written: text, start: 0, end: text.length };
}

/** Finds sequences of Base64 characters. Joins wrapped lines, which end with a line feed or an escaped line feed. */
function* base64Runs(text: string): Generator<Run> {
  let open: { start: number; end: number; parts: string[]; width: number } | undefined;
  const closed = (run: NonNullable<typeof open>): Run => ({
    kind: 'base64',
    written: run.parts.join(''),
    start: run.start,
    end: run.end,
  });
  // an escaped line feed is replaced with two characters, so positions do not change
  const lines = text.includes('\\') ? text.replace(/\\[rn]/g, ' \n') : text;
  for (const { 0: part, index } of lines.matchAll(/[A-Za-z0-9+/_-]+={0,2}/g)) {
    if (open !== undefined) {
      const gap = lines.slice(open.end, Math.min(index, open.end + 60));
      const isNext: boolean =
        index - open.end < 60 &&
        part.length <= open.width &&
        /^(?:\\?["'])?[,+ \t]*(?:\\?\r?\n|\\r|\\n)+[ \t>|#"']*$/.test(gap);
      if (isNext) {
        open.parts.push(part);
        open.end = index + part.length;
        if (part.length < open.width) {
          yield closed(open);
          open = undefined;
        }
        continue;
      }
      yield closed(open);
      open = undefined;
    }
    if (part.length < shortestBase64) continue;
    open = { start: index, end: index + part.length, parts: [part], width: part.length };
  }
  if (open !== undefined) yield closed(open);
}

function decode({ kind, written, start, end }: Run, budget: ValueBudget): DecodedSection {
  const isEscaped = kind === 'percent' || kind === 'escapes' || kind === 'wide';
  return { start, end, isEscaped, ...contentsOf(kind, written, budget) };
}

function contentsOf(kind: Run['kind'], written: string, budget: ValueBudget): Contents {
  switch (kind) {
    case 'percent':
      return contents([unescapedPercent(written)]);
    case 'wide':
      return contents([written.replaceAll('\0', '')]);
    case 'escapes':
      return contents([unescaped(written)]);
    case 'hex':
      return textsIn(Buffer.from(written.slice(0, written.length - (written.length % 2)), 'hex'), budget);
    case 'base64':
      return inBase64(written, budget);
  }
}

/** Decodes Base64. Tries all four alignments, because letters may directly precede the Base64 text. */
function inBase64(written: string, budget: ValueBudget): Contents {
  for (const shift of [0, 1, 2, 3]) {
    if (!mayBeText(written.slice(shift, shift + 40))) continue;
    const found = textsIn(Buffer.from(written.slice(shift), 'base64'), budget, shift === 0);
    if (found.texts.length > 0 || found.isTooLarge) return found;
    if (written.length < 20) break;
  }
  // a segment after a slash or hyphen may be encoded separately
  const parts = written.split(/[/_-]/).filter((part) => part.length >= shortestBase64 && part.length < written.length);
  for (const part of parts.slice(0, 20)) {
    if (!mayBeText(part)) continue;
    const found = textsIn(Buffer.from(part, 'base64'), budget);
    if (found.texts.length > 0 || found.isTooLarge) return found;
  }
  return contents([]);
}

/** Returns whether a value is text encoded in Base64. */
export const isEncodedText = (value: string): boolean =>
  /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value) &&
  mayBeText(value) &&
  readable(Buffer.from(value, 'base64'), true) !== undefined;

function unescapedPercent(written: string): string {
  return written.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };

function unescaped(written: string): string {
  return written
    .replace(/\\(?:u00|x)([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&(quot|apos|amp|lt|gt);/g, (_, name: string) => entities[name] ?? '')
    .replace(/&#(?:x([0-9a-f]{2})|(\d{2,3}));/gi, (_, hex: string | undefined, code: string) =>
      String.fromCharCode(hex === undefined ? Number(code) : Number.parseInt(hex, 16)),
    );
}
