import { fc, test as property } from '@fast-check/jest';
import { columnsOf, cutToColumns, padToColumns } from './columns';

test.each([
  ['', 0],
  ['monitor', 7],
  ['監視', 4],
  ['ｶﾀｶﾅ', 4],
  ['한국어', 6],
  ['e\u0301', 1],
  ['→ ≋ …', 5],
  ['🚨', 2],
  ['🫠', 2],
  ['⚠️', 2],
  ['👩‍👩‍👧', 2],
  ['🇯🇵', 2],
  ['👍🏽', 2],
])('%s occupies %i columns', (text, columns) => expect(columnsOf(text)).toBe(columns));

test.each([
  ['監視', 4, '監視'],
  ['監視', 3, '監…'],
  // the second character is two columns wide, but only one column is left before the ellipsis
  ['監視x', 4, '監…'],
  ['監視x', 5, '監視x'],
  ['👩‍👩‍👧👩‍👩‍👧', 3, '👩‍👩‍👧…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('cuts %s to %i columns: %s', (text, columns, cut) => expect(cutToColumns(text, columns)).toBe(cut));

test('pads text to a number of columns without cutting longer text', () => {
  expect(padToColumns('監視', 6)).toBe('監視  ');
  expect(padToColumns('監視', 3)).toBe('監視');
});

property.prop([fc.string({ unit: 'grapheme' }), fc.nat(40)])('no text is wider than it was cut to', (text, most) => {
  expect(columnsOf(cutToColumns(text, most))).toBeLessThanOrEqual(most);
});
