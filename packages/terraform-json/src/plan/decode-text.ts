/** Whether a file is what `terraform plan -out` writes: a zip. */
export const isBinaryPlan = ([first, second]: Uint8Array): boolean => first === 0x50 && second === 0x4b;

/** Decodes JSON in UTF-8 or UTF-16, with or without a byte order mark. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // PowerShell's `>` writes UTF-16, and some tools remove its mark: JSON begins with an ASCII character
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
