import { unifiedDiff } from './unified-diff';

const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
const changed = (...numbers: readonly number[]) =>
  unifiedDiff(
    'a.ts',
    lines.join('\n'),
    lines.map((line, index) => (numbers.includes(index + 1) ? 'new' : line)).join('\n'),
  );

test('shows distant changes in separate hunks, and close changes in one', () => {
  expect(
    changed(2, 15)
      .split('\n')
      .filter((line) => line.startsWith('@@')),
  ).toEqual(['@@ -1,5 +1,5 @@', '@@ -12,7 +12,7 @@']);
  expect(
    changed(2, 8)
      .split('\n')
      .filter((line) => line.startsWith('@@')),
  ).toEqual(['@@ -1,11 +1,11 @@']);
});

test('lists consecutive changed lines together', () => {
  expect(changed(10, 11)).toContain('-line 10\n-line 11\n+new\n+new\n line 12');
});

test('is empty for identical texts', () => {
  expect(changed()).toBe('');
});
