const longestLine = 500;

/** Splits text into lines, and very long lines into several, so that each line can be rendered quickly. */
export function splitLines(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    if (line.length <= longestLine) return [line];
    return Array.from({ length: Math.ceil(line.length / longestLine) }, (_, index) =>
      line.slice(index * longestLine, (index + 1) * longestLine),
    );
  });
}

const bytesPerLine = 16;

/** Returns lines with the offset, the bytes in hexadecimal and the printable ASCII characters. */
export function hexLines(bytes: Uint8Array): readonly string[] {
  return Array.from({ length: Math.ceil(bytes.length / bytesPerLine) }, (_, index) => {
    const offset = index * bytesPerLine;
    const part = [...bytes.subarray(offset, offset + bytesPerLine)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(bytesPerLine * 3 - 1)}  ${ascii}`;
  });
}

/** Returns the bytes of a base64 text. */
export const bytesOfBase64 = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
