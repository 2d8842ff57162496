import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readText } from './read-text';

const folder = mkdtempSync(join(tmpdir(), 'read-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'file');
const read = (bytes: Uint8Array) => {
  writeFileSync(file, bytes);
  return readText(file);
};
const text = '{"name":"エラー"}';
const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little-endian', utf16],
  ['UTF-16, big-endian', Buffer.from(utf16).swap16()],
])('decodes %s', (_encoding, bytes) => {
  expect(read(bytes)).toBe(text);
});

test.each([
  ['a binary plan', Buffer.from('PK\x03\x04…'), 'is a binary file (zip); if it is a plan, run terraform show -json'],
  ['another encoding', Buffer.from('エ', 'utf16le'), 'is neither UTF-8 nor UTF-16 with a byte order mark'],
])('rejects %s, and includes the file name', (_what, bytes, message) => {
  expect(() => read(bytes)).toThrow(`${file} ${message}`);
});

test('rejects an empty file name', () => {
  expect(() => readText('')).toThrow('invalid file name "": expected the path of a file');
});
