import { decodeText } from './decode-text';

const text = '{"name":"エラー"}';
const utf16 = Buffer.from(text, 'utf16le');
const latin1 = Buffer.from('{"name":"Zürich"}', 'latin1');

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little-endian', utf16],
  ['UTF-16, big-endian', Buffer.from(utf16).swap16()],
  ['UTF-16 with a byte order mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
])('decodeText decodes %s', (_encoding, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

test.each([
  ['Latin-1', latin1, 'invalid UTF-8: expected JSON in UTF-8 or UTF-16'],
  ['UTF-8 that ends within a character', Buffer.from(text).subarray(0, 10), 'invalid UTF-8: '],
  ['UTF-16 that ends within a character', utf16.subarray(0, -1), 'invalid UTF-16LE: '],
])('decodeText rejects %s', (_what, bytes, message) => {
  expect(() => decodeText(bytes)).toThrow(message);
});
