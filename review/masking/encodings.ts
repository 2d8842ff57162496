import { gunzipSync, inflateSync } from 'node:zlib';
import type { Span } from './spans';

/** A run of a text, and what it says once it is decoded. */
export interface Decoded extends Span {
  /** The same characters, written in another way: patterns may have found its secrets already. */
  readonly isEscaped: boolean;
  readonly texts: readonly string[];
  /** It decodes to more than is read. */
  readonly isTooLarge: boolean;
}

const shortestBase64 = 16;
const shortestHex = 16;
const largest = 2_000_000;
/** What is longer than this many characters in all is not decoded further. */
const decodedAtMost = 8_000_000;

/** Beginnings of gzip and zlib in Base64. */
const compressed = /^(?:H4sI|eJ|eN|eA|eF)/;
/** The first of four characters of most texts: what begins with a bit that is not set, or with the first byte of a letter in UTF-8. */
const firstOfText = /[A-Za-f4-7w-z]/;

/** Whether decoding may give a text; most words and identifiers do not. */
function mayBeText(written: string): boolean {
  if (compressed.test(written)) return true;
  let [fits, quads] = [0, 0];
  for (let at = 0; at < written.length && quads < 10; at += 4) {
    quads += 1;
    if (firstOfText.test(written.charAt(at))) fits += 1;
  }
  return fits >= quads * 0.7;
}

/** Runs of Base64 (standard or URL-safe, padded or not, wrapped), hex, percent-encoding and UTF-16 with what they say. */
export function* decodedRuns(text: string): Generator<Decoded> {
  let total = 0;
  for (const run of runsIn(text)) {
    total += run.end - run.start;
    if (total > decodedAtMost) return;
    const found = decode(run);
    if (found.texts.length > 0 || found.isTooLarge) yield found;
  }
}

interface Run extends Span {
  readonly kind: 'base64' | 'hex' | 'percent' | 'wide' | 'escapes';
  readonly written: string;
}

function* runsIn(text: string): Generator<Run> {
  yield* base64Runs(text);
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

/** Lines of one wrapped run are joined, whether they end with a line feed or with one that is escaped. */
function* base64Runs(text: string): Generator<Run> {
  let open: { start: number; end: number; parts: string[]; width: number } | undefined;
  const closed = (run: NonNullable<typeof open>): Run => ({
    kind: 'base64',
    written: run.parts.join(''),
    start: run.start,
    end: run.end,
  });
  // an escaped line feed takes two characters as well
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

function decode({ kind, written, start, end }: Run): Decoded {
  const of = (texts: readonly string[], isTooLarge = false): Decoded => ({
    start,
    end,
    texts,
    isTooLarge,
    isEscaped: kind === 'percent' || kind === 'escapes' || kind === 'wide',
  });
  switch (kind) {
    case 'percent':
      return of([unescapedPercent(written)]);
    case 'wide':
      return of([written.replaceAll('\0', '')]);
    case 'escapes':
      return of([unescaped(written)]);
    case 'hex':
      return inBytes(Buffer.from(written.slice(0, written.length - (written.length % 2)), 'hex'), of);
    case 'base64':
      return inBase64(written, of);
  }
}

/** Base64 may follow other letters without a separator: its four alignments are tried until one says something. */
function inBase64(written: string, of: (texts: readonly string[], isTooLarge?: boolean) => Decoded): Decoded {
  for (const shift of [0, 1, 2, 3]) {
    if (!mayBeText(written.slice(shift, shift + 40))) continue;
    const found = inBytes(Buffer.from(written.slice(shift), 'base64'), of, shift === 0);
    if (found.texts.length > 0 || found.isTooLarge) return found;
    if (written.length < 20) break;
  }
  // a part behind a slash or a hyphen may be one of its own
  const parts = written.split(/[/_-]/).filter((part) => part.length >= shortestBase64 && part.length < written.length);
  for (const part of parts.slice(0, 20)) {
    if (!mayBeText(part)) continue;
    const found = inBytes(Buffer.from(part, 'base64'), of, true);
    if (found.texts.length > 0 || found.isTooLarge) return found;
  }
  return of([]);
}

function inBytes(
  bytes: Buffer,
  of: (texts: readonly string[], isTooLarge?: boolean) => Decoded,
  isWhole = true,
): Decoded {
  const magic = bytes.length > 12 ? bytes.indexOf(Buffer.from([0x1f, 0x8b, 0x08])) : -1;
  if (magic !== -1 && magic < 8) return inflated(() => gunzipSync(bytes.subarray(magic), partial), of);
  if (bytes.length > 8 && bytes[0] === 0x78 && ((bytes[0] << 8) + (bytes[1] ?? 0)) % 31 === 0)
    return inflated(() => inflateSync(bytes, partial), of);
  const wide = wideText(bytes);
  if (wide !== undefined) return of([wide]);
  const found = readable(bytes, isWhole);
  return of(found === undefined ? [] : [found]);
}

// Z_SYNC_FLUSH: what is cut off is read as far as it goes
const partial = { maxOutputLength: largest, finishFlush: 2 };

function inflated(read: () => Buffer, of: (texts: readonly string[], isTooLarge?: boolean) => Decoded): Decoded {
  try {
    const bytes = read();
    return of([wideText(bytes) ?? bytes.toString('utf8')]);
  } catch (error) {
    return of([], error instanceof RangeError);
  }
}

/** UTF-16, with or without its mark, where most characters are ASCII. */
function wideText(bytes: Buffer): string | undefined {
  if (bytes.length < 8) return undefined;
  const looked = bytes.subarray(0, Math.min(bytes.length - (bytes.length % 2), 400));
  let [even, odd] = [0, 0];
  for (let at = 0; at < looked.length; at += 2) {
    if (looked[at] === 0) even += 1;
    if (looked[at + 1] === 0) odd += 1;
  }
  const most = looked.length * 0.4;
  if (odd < most && even < most) return undefined;
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return (odd >= even ? whole : Buffer.from(whole).swap16()).toString('utf16le');
}

const shortestText = 6;

/** The text of bytes that are one, or from the first readable character on, behind the rest of another word. */
function readable(bytes: Buffer, isWhole: boolean): string | undefined {
  if (bytes.length < shortestText) return undefined;
  const text = bytes.toString('utf8');
  // white space is read as such, other control characters break a text
  const looked = text.slice(0, 2_000).replace(/\s/g, ' ');
  const broken = [...looked.matchAll(/[\uFFFD\p{Cc}]/gu)].map(({ index }) => index);
  if (broken.length <= looked.length * (isWhole ? 0.02 : 0)) return text;
  const head = (broken.findLast((at) => at < longestPrefix) ?? -1) + 1;
  const isText = looked.length - head >= 12 && !broken.some((at) => at >= head && at < head + 200);
  return isText && /^[\x20-\x7e]*$/.test(looked.slice(head, head + 60)) ? text.slice(head) : undefined;
}

/** A prefix that is no Base64 breaks no more characters than it has itself. */
const longestPrefix = 24;

/** Whether a value is a text in Base64. */
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
