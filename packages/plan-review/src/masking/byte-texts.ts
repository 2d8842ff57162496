import { gunzipSync, inflateSync } from 'node:zlib';
import type { ValueBudget } from './decoding-budget';

/** Text decoded from bytes. */
export interface Contents {
  readonly texts: readonly string[];
  /** Whether the decompressed text exceeds the limit. */
  readonly isTooLarge: boolean;
}

export const contents = (texts: readonly string[], isTooLarge = false): Contents => ({ texts, isTooLarge });

/** Maximum decompressed size of a section, in bytes. */
const largest = 2_000_000;

const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);

/** Decodes compressed, UTF-16 or UTF-8 bytes to text. */
export function textsIn(bytes: Buffer, budget: ValueBudget, isWhole = true): Contents {
  const magic = bytes.length > 12 ? bytes.subarray(0, 10).indexOf(gzipMagic) : -1;
  if (magic !== -1) return inflated((options) => gunzipSync(bytes.subarray(magic), options), budget);
  if (bytes.length > 8 && bytes[0] === 0x78 && ((bytes[0] << 8) + (bytes[1] ?? 0)) % 31 === 0)
    return inflated((options) => inflateSync(bytes, options), budget);
  const wide = wideText(bytes);
  if (wide !== undefined) return contents([wide]);
  const found = readable(bytes, isWhole);
  return contents(found === undefined ? [] : [found]);
}

// Z_SYNC_FLUSH decompresses truncated input as far as possible
const asFarAsPossible = 2;

type InflateOptions = { readonly maxOutputLength: number; readonly finishFlush: number };

function inflated(read: (options: InflateOptions) => Buffer, budget: ValueBudget): Contents {
  const maxOutputLength = Math.max(1, Math.min(largest, budget.remaining));
  try {
    const bytes = read({ maxOutputLength, finishFlush: asFarAsPossible });
    return contents([wideText(bytes) ?? bytes.toString('utf8')]);
  } catch (error) {
    if (!isTooLarge(error)) return contents([]);
    budget.spend(maxOutputLength + 1);
    return contents([], true);
  }
}

const isTooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/** Decodes UTF-16, with or without a byte order mark, if most characters are ASCII. */
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

/** Decodes bytes to text, starting at the first readable character. Returns undefined if the bytes are not text. */
export function readable(bytes: Buffer, isWhole: boolean): string | undefined {
  if (bytes.length < shortestText) return undefined;
  const text = bytes.toString('utf8');
  const looked = text.slice(0, 2_000);
  const broken = garbledPositions(looked);
  if (broken.length <= looked.length * (isWhole ? 0.02 : 0)) return text;
  const head = (broken.findLast((at) => at < longestPrefix) ?? -1) + 1;
  const isText = looked.length - head >= 12 && !broken.some((at) => at >= head && at < head + 200);
  return isText && /^[\x20-\x7e\s]*$/.test(looked.slice(head, head + 60)) ? text.slice(head) : undefined;
}

/**
 * Returns the positions of replacement characters, and of control characters other than white space, which indicate binary data.
 * A loop, because this is called for every part of a plan that may be encoded: a regular expression takes four times as long.
 */
function garbledPositions(text: string): number[] {
  const positions: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isControl = (code < 0x20 && (code < 0x09 || code > 0x0d)) || (code >= 0x7f && code < 0xa0);
    if (isControl || code === 0xfffd) positions.push(at);
  }
  return positions;
}

/** Maximum number of garbled characters at the start of decoded text. Letters directly before Base64 text decode to garbage. */
const longestPrefix = 24;
