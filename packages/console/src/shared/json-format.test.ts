import { assert, json, property } from 'fast-check';
import { formatJson, jsonTokens } from './json-format';

test('indents objects and lists, and keeps empty ones on one line', () => {
  expect(formatJson('{"a":[1,{"b":null}],"c":{ },"d":[\n]}')).toEqual([
    '{',
    '  "a": [',
    '    1,',
    '    {',
    '      "b": null',
    '    }',
    '  ],',
    '  "c": {},',
    '  "d": []',
    '}',
  ]);
});

test('formats JSON as JSON.stringify does', () => {
  assert(
    property(json({ maxDepth: 5 }), (text) => {
      expect(formatJson(text)?.join('\n')).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }),
  );
});

test('keeps large numbers, repeated keys and escapes', () => {
  const text = '{"a": 12345678901234567890, "a": "\\u202e, {\\"b\\": 1}"}';
  expect(formatJson(text)?.join('')).toBe('{  "a": 12345678901234567890,  "a": "\\u202e, {\\"b\\": 1}"}');
});

test('formats very deep nesting without long indentation', () => {
  const lines = formatJson('['.repeat(50_000) + ']'.repeat(50_000));
  expect(lines).toHaveLength(99_999);
  expect(Math.max(...(lines ?? []).map(({ length }) => length))).toBeLessThan(60);
});

test('returns undefined for text that is not JSON', () => {
  expect(formatJson('{"a":')).toBeUndefined();
});

test('tokens contain the whole line', () => {
  const line = '    "a": [-1.5e3, true, "x\\"y"],';
  const tokens = jsonTokens(line);
  expect(tokens.map(({ text }) => text).join('')).toBe(line);
  expect(tokens.filter(({ role }) => role !== 'punctuation')).toEqual([
    { text: '"a"', role: 'key' },
    { text: '-1.5e3', role: 'number' },
    { text: 'true', role: 'literal' },
    { text: '"x\\"y"', role: 'string' },
  ]);
});

test('tokens contain the whole text if a line was cut within a string', () => {
  for (const line of ['"abc', 'abc": 1', 'trut', '"a\\'])
    expect(
      jsonTokens(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line);
});
