import { StackError } from '../stack/stack-error';

/** Returns whether a file is the output of `terraform plan -out`, which is a zip. */
export const isBinaryPlan = ([first, second]: Uint8Array): boolean => first === 0x50 && second === 0x4b;

/**
 * Decodes JSON in UTF-8 or UTF-16, with or without a byte order mark.
 * @throws StackError if the bytes are invalid, because replacing them would silently change names
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new StackError('', `invalid ${encoding.toUpperCase()}: expected JSON in UTF-8 or UTF-16`);
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // PowerShell's `>` writes UTF-16, and some tools remove the byte order mark. The first two bytes still reveal the
  // encoding, because JSON starts with an ASCII character
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
