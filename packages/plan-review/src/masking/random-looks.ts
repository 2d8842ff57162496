import { isEncodedText } from './encodings';
import { alternationOf, entropyOf, isRandom } from './randomness';
import type { Span } from './spans';

/** Pattern of text that may precede a digest, a commit hash or an identifier. */
const digest =
  /(?:burn_rate|error_budget|\bslo|sha-?\d*|md5|e-?tag|digest|hash|checksum|commit|rev(?:ision)?|fingerprint|thumbprint|version|build|image|layer|blob|tree|uuid|guid|trace|span|correlation|arn:[^\s"']{0,200}|\bid|[a-z]Id|_id|\bids|identifier|serial|nonce|etag|key_?id|client_?id|pool|release|built from|deployed|\bref|[\w-]\.[\w./-]{1,50}\/[\w./-]{1,60}(?=:)|\/[\w-]{0,40}|[a-z]{2}-[a-z]+-\d_?)["'\\]{0,4}\s{0,2}[:=@/(#,]?>?\s{0,2}["'\\]{0,4}$/i;

/** Finds secrets without context: AWS secret access keys, Datadog API and application keys, and words that look generated. */
export function randomLooks(text: string): readonly Span[] {
  const spans: Span[] = [];
  // each sequence of characters is matched only once, in full
  for (const run of text.matchAll(/[A-Za-z0-9+/]{32,}/g)) {
    const [token] = run;
    const isKey = token.length === 40 ? isAwsSecret(token) || isHexKey(token) : token.length === 32 && isHexKey(token);
    if (!isKey || isPart(text, run.index, token)) continue;
    spans.push({ start: run.index, end: run.index + token.length });
  }
  const isInFrame = frames(text);
  for (const { 0: token, index } of text.matchAll(/[A-Za-z0-9+/_-]{24,}={0,2}/g))
    if (isGenerated(token) && isAlone(text, index, index + token.length) && !isInFrame(index))
      spans.push({ start: index, end: index + token.length });
  return spans;
}

/** Returns a predicate for positions inside certificates, signing requests and public keys. Positions must be ascending. */
function frames(text: string): (at: number) => boolean {
  let [start, end] = [text.indexOf('-----BEGIN '), -1];
  return (at) => {
    while (start !== -1 && start < at && end < at) {
      const footer = text.indexOf('-----END ', start);
      end = footer === -1 ? text.length : footer;
      if (end < at) start = text.indexOf('-----BEGIN ', end);
    }
    return start !== -1 && start < at && at < end;
  };
}

/** Returns whether a word mixes digits with upper-case and lower-case letters, as generated tokens do. */
const isGenerated = (token: string): boolean =>
  token.length <= 200 &&
  /[a-z]/.test(token) &&
  /[A-Z]/.test(token) &&
  /\d.*\d.*\d/.test(token) &&
  isRandom(token, 24) &&
  !isEncodedText(token);

function isAlone(text: string, start: number, end: number): boolean {
  if (/[\w./:@=+-]/.test(text.charAt(start - 1)) || /[\w/:@=+-]/.test(text.charAt(end))) return false;
  return !digest.test(text.slice(Math.max(0, start - 60), start));
}

function isPart(text: string, at: number, token: string): boolean {
  const end = at + token.length;
  if (/[=_]/.test(text.charAt(end)) || (/[-.]/.test(text.charAt(end)) && /\w/.test(text.charAt(end + 1)))) return true;
  const preceding = text.slice(Math.max(0, at - 60), at);
  if (/[\w]$|[A-Za-z0-9][-.]$/.test(preceding)) return true;
  return isHexKey(token) && digest.test(preceding);
}

const isHexKey = (token: string): boolean =>
  /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(token) && /\d/.test(token) && /[a-f]/i.test(token) && entropyOf(token) > 2.9;

function isAwsSecret(token: string): boolean {
  if (!/[a-z]/.test(token) || !/[A-Z]/.test(token) || !/\d/.test(token)) return false;
  return (
    alternationOf(token) > 0.25 && entropyOf(token) >= 4 && token.split('/').every((part) => !/^[a-z]{4,}$/.test(part))
  );
}
