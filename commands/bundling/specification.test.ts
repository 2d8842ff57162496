import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specificationFile, specificationIn } from './specification';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'specification-'));
  mkdirSync(join(root, 'api'));
});
afterEach(() => rmSync(root, { recursive: true }));

const specification = (text: string) => {
  writeFileSync(join(root, specificationFile), text);
  return specificationIn(root);
};

test('keeps YAML types without a JSON equivalent as text', () => {
  expect(specification('on: 2026-11-26\nanswer: yes\n')).toEqual({ on: '2026-11-26', answer: 'yes' });
});

test.each([
  ['a duplicate key', 'paths: 1\npaths: 2\n', 'api/openapi.yaml:2:1: duplicated mapping key'],
  ['an unclosed list', 'paths: [1, 2\n', 'api/openapi.yaml:2:1: '],
])('reports %s in one line, with line and column', (_, text, message) => {
  expect(() => specification(text)).toThrow(message);
  expect(() => specification(text)).not.toThrow(/\n/);
});
