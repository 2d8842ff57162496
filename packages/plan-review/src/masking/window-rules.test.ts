import { contextRules } from './context-rules';
import { gitleaksRules } from './gitleaks';
import { secretsIn } from './text-secrets';
import { testsAtMost, WindowMatcher } from './window-rules';

const rules = [...gitleaksRules, ...contextRules];

test('compiles every rule, and requires lower-case keywords of at least two characters', () => {
  for (const { pattern, keywords } of rules) {
    expect(pattern().flags).toMatch(/d.*g/);
    expect(keywords.filter((keyword) => keyword.length < 2 || keyword !== keyword.toLowerCase())).toEqual([]);
  }
  expect(gitleaksRules).toHaveLength(212);
});

const matcher = new WindowMatcher([{ keywords: ['key'], pattern: () => /key=(\w+)/dg }]);
const spansIn = (text: string) => matcher.spansIn(text, text.toLowerCase());

test('masks only the text of the capture group', () =>
  expect(spansIn(`${' '.repeat(5_000)}key=abc`)).toEqual([{ start: 5_004, end: 5_007 }]));

test('masks a whole secret that extends beyond the window', () =>
  expect(spansIn(`key=${'a'.repeat(2_000)} b`)).toEqual([{ start: 4, end: 2_004 }]));

test('does not test a rule without a matching keyword', () => {
  const pattern = jest.fn(() => /\w+/dg);
  const rule = new WindowMatcher([{ keywords: ['key'], pattern }]);
  expect(rule.spansIn('another word', 'another word')).toEqual([]);
  expect(pattern).not.toHaveBeenCalled();
  expect(rule.spansIn('key', 'key')).toEqual([{ start: 0, end: 3 }]);
});

test('starts a window 60 characters before the keyword', () => {
  const backwards = new WindowMatcher([{ keywords: ['key'], pattern: () => /(ab)-*key/dg }]);
  const found = (distance: number) => {
    const text = `${' '.repeat(500)}ab${'-'.repeat(distance - 2)}key`;
    return backwards.spansIn(text, text)?.length;
  };
  expect([found(2), found(60), found(61), found(400)]).toEqual([1, 1, 0, 0]);
});

test('extends a window to 300 characters after its last keyword', () => {
  const forwards = new WindowMatcher([{ keywords: ['key'], pattern: () => /key-*(ab)/dg }]);
  const found = (distance: number, before = '') => {
    const text = `${before}key${'-'.repeat(distance - 5)}ab`;
    return forwards.spansIn(text, text)?.length;
  };
  expect([found(5), found(300), found(401), found(2_000)]).toEqual([1, 1, 0, 0]);
  expect(found(300, 'key'.padEnd(99))).toBe(1);
});

test.each([
  ['keywords', 'twitter '.padEnd(101).repeat(testsAtMost / 5 + 1)],
  ['commands', 'redis-cli ping\n'.repeat(4_001)],
  ['user names with hosts', 'shop:maple42orbit@h:99 '.repeat(3_001)],
])('masks an entire text that contains too many %s', (_, text) => {
  expect(secretsIn(text)).toEqual([{ start: 0, end: text.length }]);
});

test('masks an entire text that requires too many pattern tests', () => {
  expect(spansIn(`${'key '.padEnd(101)}`.repeat(testsAtMost + 1))).toBeUndefined();
  const text = 'mysql x\n'.repeat(testsAtMost);
  expect(secretsIn(text)).toEqual([{ start: 0, end: text.length }]);
});

test('requires the minimum entropy of a rule', () => {
  const strict = new WindowMatcher([{ keywords: ['key'], pattern: () => /key=(\w+)/dg, entropy: 3 }]);
  const found = (text: string) => strict.spansIn(text, text)?.length;
  expect(found('key=aaaaaaaaaaaa')).toBe(0);
  expect(found('key=a8k2m5x9q1z7')).toBe(1);
});
