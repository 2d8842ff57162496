import type { Span } from './spans';

/**
 * Patterns of public values that look generated: SSH public keys (RFC 4253, 6.6), Subresource Integrity, OpenSSH fingerprints,
 * hashes of Go and Terraform modules, images in Base64, publishable Stripe keys, and proofs of domain ownership. No secret starts
 * with the prefix of such a pattern.
 */
const patterns: readonly RegExp[] = [
  /AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}(?![\w+/])/g,
  /AAAA(?:B3NzaC1yc2EAAAA|B3NzaC1kc3MAAA|E2VjZHNhLXNoYTItbmlzdHA|GnNrLXNzaC1lZDI1NTE5|InNrLWVjZHNhLXNoYTItbmlzdHA)[A-Za-z0-9+/]{40,}={0,2}/g,
  /sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)(?:-cert-v01)?@openssh\.com/g,
  /sha(?:256-[A-Za-z0-9+/]{43}=?|384-[A-Za-z0-9+/]{64}|512-[A-Za-z0-9+/]{86}={0,2})(?![\w+/])/g,
  /(?:SHA256:[A-Za-z0-9+/]{43}=?|SHA512:[A-Za-z0-9+/]{86}={0,2}|h1:[A-Za-z0-9+/]{43}=)(?![\w+/])/g,
  /(?:iVBORw0KGgo|\/9j\/|R0lGOD)[A-Za-z0-9+/]{40,}={0,2}/g,
  /pk_(?:live|test)_[A-Za-z0-9]{16,}/g,
  /google-site-verification=[\w-]{43}(?![\w-])/g,
];

const mayBePublic = /AAAA[BCEGI]|@openssh|sha\d{3}-|SHA\d{3}:|h1:|iVBORw0KGgo|\/9j\/|R0lGOD|pk_|google-site/;

/** Returns the spans of public values in a text that look like secrets. */
export function publicSpans(text: string): readonly Span[] {
  if (!mayBePublic.test(text)) return [];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: { length }, index }) =>
      /[A-Za-z0-9+/]/.test(text.charAt(index - 1)) ? [] : [{ start: index, end: index + length }],
    ),
  );
}

/** Returns whether an entire value is public. */
export const isPublicValue = (value: string): boolean =>
  publicSpans(value).some(({ start, end }) => start === 0 && end === value.length);

/** Replaces public values with placeholders of the same length, so detectors ignore them. */
export function withoutPublic(text: string): string {
  const parts: string[] = [];
  let shown = 0;
  for (const { start, end } of [...publicSpans(text)].sort((one, other) => one.start - other.start)) {
    if (start < shown) continue;
    parts.push(text.slice(shown, start), 'x'.repeat(end - start));
    shown = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(shown);
}
