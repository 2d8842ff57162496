import type { Span } from './spans';

// headers of RFC 7468, PuTTY and SSH2
const keyHeaders = ['-----BEGIN ', '---- BEGIN ', 'PuTTY-User-Key-File-'];
const longestHeader = 100;

/**
 * Finds private keys of any length: from the header to the footer, or to the end of the text if the footer is missing. Searches for a
 * missing footer only once, so the time is linear.
 */
export function privateKeys(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (const header of keyHeaders)
    for (let at = text.indexOf(header); at !== -1; ) {
      const isKey = header.startsWith('PuTTY') || /^[^\n]{0,80}PRIVATE KEY/.test(text.slice(at, at + longestHeader));
      const end = isKey ? endOfKey(text, at) : at + header.length;
      if (isKey) spans.push({ start: at, end });
      at = text.indexOf(header, end);
    }
  return spans;
}

function endOfKey(text: string, start: number): number {
  const isPutty = text.startsWith('PuTTY', start);
  const footer = text.indexOf(isPutty ? 'Private-MAC:' : '---- END ', start + 1);
  const footerEnd = footer === -1 ? -1 : text.indexOf(isPutty ? '\n' : 'KEY', footer);
  if (footerEnd === -1) return text.length;
  const [dashes = ''] = /^KEY(?: BLOCK)?-{0,5}/.exec(text.slice(footerEnd, footerEnd + 20)) ?? [];
  return footerEnd + dashes.length;
}

const inToken = (code: number) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 95;

function runEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && inToken(text.charCodeAt(end))) end += 1;
  return end;
}

const longestPart = 50_000;

/** Finds JSON Web Tokens (RFC 7519 and 7516): two to five Base64 segments, of which the first is a JSON object. */
export function webTokens(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('eyJ'); at !== -1; ) {
    let end = runEnd(text, at);
    let parts = 1;
    while (parts < 5 && text[end] === '.' && end - at >= 11) {
      end = runEnd(text, end + 1);
      parts += 1;
    }
    // the searched text may end before the token ends
    if ((parts > 1 && end - at >= 20) || end - at > longestPart) spans.push({ start: at, end });
    at = text.indexOf('eyJ', end);
  }
  return spans;
}
