import { bytesOfBase64, hexLines, splitLines } from './text-lines';

test('splits long lines without losing text', () => {
  const long = 'x'.repeat(1_250);
  const lines = splitLines(['a', long, '']);
  expect(lines).toHaveLength(5);
  expect(lines.join('')).toBe(`a${long}`);
});

test('shows bytes with offset, hexadecimal and ASCII', () => {
  const bytes = Uint8Array.from([...Array.from({ length: 16 }, (_, index) => index), 0x41, 0xff]);
  expect(hexLines(bytes)).toEqual([
    '00000000  00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f  ................',
    `00000010  41 ff${' '.repeat(42)}  A.`,
  ]);
});

test('decodes base64', () => {
  expect([...bytesOfBase64('Af8A')]).toEqual([1, 255, 0]);
});
