import { fc, test } from '@fast-check/jest';
import { Pattern } from './java-pattern';
import { javaRegex } from './java-regex';
import { programOf } from './linear-program';
import { LinearMatcher } from './linear-regex';
import { looksAround, type RegexNode, regexText, visit } from './regex-tree';

const { pattern } = fc.letrec<{ pattern: string; branch: string; item: string; atom: string }>((tie) => ({
  pattern: fc.array(tie('branch'), { minLength: 1, maxLength: 2 }).map((branches) => branches.join('|')),
  branch: fc.array(tie('item'), { maxLength: 3 }).map((items) => items.join('')),
  item: fc
    .tuple(
      tie('atom'),
      fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}'),
      fc.constantFrom('', '', '?'),
    )
    .map(([atom, quantifier, lazy]) => (quantifier === '' ? atom : atom + quantifier + lazy)),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '灯', '💡'),
    fc.constantFrom('(?:^)', '(?:$)', '(?:\\b)', '(?:a(?=b))', '(?:(?<!a)b)'),
    tie('pattern').map((inner) => `(?:${inner})`),
    tie('pattern').map((inner) => `(${inner})`),
  ),
}));
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '\n', '灯', '💡'), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('a linear-time regular expression', () => {
  // The patterns contain no repetition of an expression that may be empty, because JavaScript backtracks after an empty
  // iteration, but Java does not.
  test.prop([pattern, text], { numRuns: 2000 })('finds the same matches as a JavaScript engine', (source, searched) => {
    const { tree, flags } = new Pattern(source).read();
    const native = new RegExp(regexText(tree), `gv${flags}`);
    const program = programOf(tree, flags);
    fc.pre(program !== undefined && !repeatsEmpty(tree));
    fc.pre(!looksAround(tree) || !searched.includes('💡')); // V8 matches `$` in the middle of this character's surrogate pair
    const found = [...new LinearMatcher(program, searched).findAll()].map(([from, to]) => searched.slice(from, to));
    expect(found).toEqual([...searched.matchAll(native)].map(([match]) => match));
  });

  const long = 'a'.repeat(20_000);

  test.each([
    ['(a+)+$', `${long}!`, false],
    ['(a|aa)+$', `${long}!`, false],
    ['(?:a?){30}a{30}b', long, false],
    ['(.*)(.*)(.*)(.*)(.*)b', long, false],
    ['^([a-z]+/)+$', `${'a/'.repeat(10_000)}`, true],
    ['^([a-z]+/)+$', `${'a/'.repeat(10_000)}!`, false],
    ['a*b', long, false],
    ['(?i)(A+)+b', `${long}B`, true],
  ])('%s terminates', (source, searched, expected) => {
    expect(of(source).matches(searched)).toBe(expected);
  });

  test('finds and replaces matches', () => {
    expect(of('(a+)+b').find(`c${long}bc`)).toBe(`${long}b`);
    expect(of('(a+)+b').replaceAll(`${long}b${long}b!`, '<$1>')).toBe(`<${long}><${long}>!`);
    expect(of('(?<part>[ab]+)+;').replaceAll('ab;ba;', '${part},')).toBe('ab,ba,');
    expect(of('(?:a*)*').replaceAll('灯', '-')).toBe('-灯-');
  });

  test('rejects a literal expression if neither engine bounds the running time', () => {
    expect(javaRegex('((a+)+)\\1$')).toEqual({
      rejection: 'an expression whose running time is unbounded',
      lacking: true,
    });
    expect(of('^(?=.*\\d)(?=.*[a-z]).{8,}$').matches('abcdefg1')).toBe(true);
    expect(of('^(?=.*\\d)(?=.*[a-z]).{8,}$').matches(long)).toBeUndefined();
  });

  test('matches an empty expression that is repeated 10^12 times', () => {
    expect(of('(?:(?:){1000000}){1000000}a').matches('a')).toBe(true);
  });

  test('a match does not split a surrogate pair', () => {
    expect(of('$').replaceAll('a💡', '-')).toBe('a💡-');
    expect(of('\\B').replaceAll('💡', '-')).toBe('-💡-');
  });

  // The example is from java.util.regex.Pattern, "Groups and capturing": "aba" against (a(b)?)+
  // leaves group two set to "b".
  test("keeps a group's match when the repetition continues without the group", () => {
    expect(of('(a(b)?)+').replaceAll('aba', '[$2]')).toBe('[b]');
  });
});

function of(source: string) {
  const regex = javaRegex(source);
  if ('rejection' in regex) throw new Error(regex.rejection);
  return regex;
}

function repeatsEmpty(tree: RegexNode): boolean {
  let found = false;
  visit(tree, (node) => {
    if (node.kind === 'repeat') found ||= looksAround(node.inner) || mayBeEmpty(node.inner);
  });
  return found;
}

const mayBeEmpty = (node: RegexNode) => new RegExp(`^(?:${regexText(node)})$`, 'v').test('');
