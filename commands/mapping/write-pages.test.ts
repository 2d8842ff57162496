import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePages } from './write-pages';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'himeshima-pages-'));
  mkdirSync(join(root, 'docs', 'map'), { recursive: true });
  for (const name of ['power', 'gone']) writeFileSync(join(root, 'docs', 'map', `${name}.svg`), 'old');
});
afterEach(() => rmSync(root, { recursive: true }));

const pages = ['docs/map.md', 'docs/map/power.svg'].map((path) => ({ path, text: 'new' }));
const pictures = () => readdirSync(join(root, 'docs', 'map')).sort();

test('what is no part any more has no picture', () => {
  writePages(root, pages);
  expect(pictures()).toEqual(['power.svg']);
  expect(readFileSync(join(root, 'docs', 'map.md'), 'utf8')).toBe('new');
});

test('where a page cannot be written, every picture stays', () => {
  mkdirSync(join(root, 'docs', 'map.md'));
  expect(() => writePages(root, pages)).toThrow('map.md cannot be written: EISDIR');
  expect(pictures()).toEqual(['gone.svg', 'power.svg']);
});
