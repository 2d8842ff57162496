import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rejectMissingTests } from './test-references';

const root = mkdtempSync(join(tmpdir(), 'himeshima-named-'));
afterAll(() => rmSync(root, { recursive: true }));

writeFileSync(
  join(root, 'lamp.test.ts'),
  `describe('a lamp', () => {
    test('glows', () => {});
    test.each([1])('glows %i times', () => {});
    property.prop([any], { numRuns: 3 })('glows always', () => {});
    // test('is broken')
    say('goes out', "test('is blue')");
  });`,
);
const named =
  (title: string, file = 'lamp.test.ts') =>
  () =>
    rejectMissingTests([{ file, title }], root);

test.each(['glows', 'glows %i times', 'glows always'])('finds the test "%s"', (title) => {
  expect(named(title)).not.toThrow();
});

test.each(['is broken', 'goes out', 'is blue', 'a lamp', 'glow'])('reports "%s" as missing', (title) => {
  expect(named(title)).toThrow(`lamp.test.ts: ${title}`);
});

test('reports references to tests in a missing file', () => {
  expect(named('glows', 'moon.test.ts')).toThrow('moon.test.ts: glows');
});
