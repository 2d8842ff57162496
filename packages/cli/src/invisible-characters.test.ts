import { visibleJson, visibleLine } from './invisible-characters';

const hidden = [
  ['C0', '\u001b[31m'],
  ['DEL and C1', '\u007f\u009b31m'],
  ['bidirectional controls', '\u202a\u202e\u2066\u2069\u200f\u061c'],
  ['line and paragraph separators', '\u2028\u2029'],
  ['zero-width characters', '\u200b\u200c\u200d\u2060\ufeff'],
  ['tags beyond U+FFFF', '\u{e0041}\u{e007f}'],
  ['an invisible letter', '\u3164\u115f'],
] as const;

describe('visibleJson', () => {
  test.each(hidden)('escapes %s without changing the value', (_, text) => {
    const value = { [`key${text}`]: [`a${text}b`] };
    const json = visibleJson(value, 2);
    expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
    expect(JSON.parse(json)).toEqual(value);
  });

  test('does not escape letters of any language or the line breaks of indented JSON', () => {
    const value = { name: '監視 ünïcode 👍\nnext' };
    expect(visibleJson(value, 2)).toBe(JSON.stringify(value, null, 2));
  });
});

test.each(hidden)('replaces %s in a line', (_, text) =>
  expect(visibleLine(`a${text}b`)).not.toMatch(/(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u),
);
