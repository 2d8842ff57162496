import { contextRules } from './context-rules';
import { gitleaksRules } from './gitleaks';
import { secretsIn } from './text-secrets';
import { testsAtMost, WindowMatcher } from './window-rules';

const rules = [...gitleaksRules, ...contextRules];

test('every rule compiles, and has keywords in lower case of two characters at least', () => {
  for (const { pattern, keywords } of rules) {
    expect(pattern().flags).toMatch(/d.*g/);
    expect(keywords.filter((keyword) => keyword.length < 2 || keyword !== keyword.toLowerCase())).toEqual([]);
  }
  expect(gitleaksRules).toHaveLength(212);
});

const matcher = new WindowMatcher([{ keywords: ['key'], pattern: () => /key=(\w+)/dg }]);
const spansIn = (text: string) => matcher.spansIn(text, text.toLowerCase());

test('a group is the secret, at its place in the text', () =>
  expect(spansIn(`${' '.repeat(5_000)}key=abc`)).toEqual([{ start: 5_004, end: 5_007 }]));

test('a secret that is longer than its window is masked to its end', () =>
  expect(spansIn(`key=${'a'.repeat(2_000)} b`)).toEqual([{ start: 4, end: 2_004 }]));

test('a text that needs too many tests has no answer, and is masked as a whole', () => {
  expect(spansIn(`${'key '.padEnd(101)}`.repeat(testsAtMost + 1))).toBeUndefined();
  const text = 'mysql x\n'.repeat(testsAtMost);
  expect(secretsIn(text)).toEqual([{ start: 0, end: text.length }]);
});

test('a secret needs the entropy that its rule asks for', () => {
  const strict = new WindowMatcher([{ keywords: ['key'], pattern: () => /key=(\w+)/dg, entropy: 3 }]);
  const found = (text: string) => strict.spansIn(text, text)?.length;
  expect(found('key=aaaaaaaaaaaa')).toBe(0);
  expect(found('key=a8k2m5x9q1z7')).toBe(1);
});
