/** Returns the Shannon entropy of a string in bits per character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Pattern of a UUID in a path segment, as in Azure resource ids. Such a UUID does not make a string look random. */
const uuidPart = /(?<![^/])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![^/])/gi;
const keyLike = /^[A-Za-z0-9+/=_~.!@#$%^&*-]+$/;

function classOf(code: number): number {
  if (code >= 97 && code <= 122) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 48 && code <= 57 ? 3 : 4;
}

/**
 * Returns the share of pairs of adjacent characters that belong to different classes. The share is low for words, and about one
 * half for generated keys.
 */
export function alternationOf(text: string): number {
  let [changed, neighbours] = [0, 0];
  for (let at = 1; at < text.length; at += 1) {
    const [one, other] = [classOf(text.charCodeAt(at - 1)), classOf(text.charCodeAt(at))];
    // ignore separators between words
    if (one === 4 || other === 4) continue;
    neighbours += 1;
    if (one !== other) changed += 1;
  }
  return neighbours === 0 ? 0 : changed / neighbours;
}

/**
 * Returns whether a string looks generated: it often alternates between character classes, and few characters repeat. Names,
 * paths, dates and UUIDs do not look generated.
 */
export function isRandom(text: string, least = 16): boolean {
  if (text.length < least || text.length > 512 || !keyLike.test(text) || uuid.test(text)) return false;
  if (!/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  if (text.includes('/')) {
    const rest = text.replace(uuidPart, '');
    if (rest !== text) return isRandom(rest, least);
  }
  if (/^(?:\d{4}-\d\d-\d\d|v?\d+\.\d+)/.test(text)) return false;
  const separators = text.match(/[._/-]/g)?.length ?? 0;
  if (separators > text.length / 6) return false;
  const enough = Math.min(3.6, Math.log2(text.length) * 0.72);
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return entropyOf(text) >= (isMixed ? enough : Math.min(3, enough)) && alternationOf(text) >= (isMixed ? 0.36 : 0.22);
}
