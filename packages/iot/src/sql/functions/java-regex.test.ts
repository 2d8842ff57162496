import { expressionJson as value } from '../example-message';
import { compile } from '../rule';
import { SqlError } from '../sql-error';

const inSql = (text: string) => `'${text.replaceAll("'", "''")}'`;
const matches = (text: string, regex: string) =>
  value(`regexp_matches(a, ${inSql(regex)})`, '2016-03-23', JSON.stringify({ a: text }));
const substr = (text: string, regex: string) =>
  value(`regexp_substr(a, ${inSql(regex)})`, '2016-03-23', JSON.stringify({ a: text }));
const replaceIn = (text: string, regex: string, by: string) =>
  value(`regexp_replace(a, ${inSql(regex)}, ${inSql(by)})`, '2016-03-23', JSON.stringify({ a: text }));

// Source: java.util.regex.Pattern, Java 11.
describe('a Java regular expression', () => {
  test.each([
    ['abc', '^abc$', 'true'],
    ['abc\n', '^abc$', 'true'], // $ also matches before a final line terminator
    ['abc\nd', '^abc$', 'false'],
    ['abc\nd', '(?m)^abc$', 'true'],
    ['a\nb', 'a.b', 'false'],
    ['a\nb', '(?s)a.b', 'true'],
    ['ABC', '(?i)abc', 'true'],
    ['abc', '\\Aabc\\z', 'true'],
    ['abc\n', '\\Aabc\\z', 'false'],
    ['abc\n', '\\Aabc\\Z', 'true'],
    ['a.b', '\\Qa.b\\E', 'true'],
    ['axb', '\\Qa.b\\E', 'false'],
    ['a\u00a0b', 'a\\sb', 'false'], // in Java, \s matches only ASCII
    ['a\u00a0b', 'a\\hb', 'true'],
    ['٣', '\\d', 'false'],
    ['é', '\\p{Alpha}', 'false'],
    ['é', '\\p{L}', 'true'],
    ['é', '\\p{IsAlphabetic}', 'true'],
    ['Q', '\\p{Upper}', 'true'],
    ['!', '\\p{Punct}', 'true'],
    ['灯', '\\p{IsHan}', 'true'],
    ['b', '[a-c&&[^b]]', 'false'],
    ['c', '[a-c&&[^b]]', 'true'],
    ['m', '[a-d[m-p]]', 'true'],
    [']', '[]a]', 'true'],
    ['-', '[a-]', 'true'],
    ['-', '[-a]', 'true'],
    ['-', '[\\w-]', 'true'],
    ['b', '[a\\-c]', 'false'],
    ['&', '[a&]', 'true'],
    ['a/b', '^[a-z/]+$', 'true'],
    ['A', '\\x41', 'true'],
    ['A', '\\x{41}', 'true'],
    ['A', '\\u0041', 'true'],
    ['A', '\\0101', 'true'],
    ['\t', '\\t', 'true'],
    ['abab', '(ab)\\1', 'true'],
    ['abab', '(?<x>ab)\\k<x>', 'true'],
    ['price 10', '(?<=price )\\d+', 'true'],
    ['foobar', 'foo(?!bar)', 'false'],
    ['a{2}', 'a\\{2\\}', 'true'],
    ['灯灯', '^灯{2}$', 'true'],
    ['aa', '^(.a)+$', 'true'],
    ['aa', '(?:[^b]a)+', 'true'],
    ['a-a-', '(\\w\\W){2}', 'true'],
    ['1a', '(?:x|\\Da|\\P{Alpha}a)+', 'true'],
    ['abc', '[', undefined],
    ['abc', '(', undefined],
    ['abc', '*', undefined],
    ['abc', 'a{', undefined],
    ['abc', '\\y', undefined],
    ['abc', 'b\\', undefined],
    ['abc', '[z-a]', undefined],
  ])('%j against %s: %s', (text, regex, expected) => {
    expect(matches(text, regex)).toBe(expected);
  });

  test.each([
    ['a++', 'the possessive quantifier +'],
    ['(?>a)b', 'the atomic group'],
    ['a(?i)b', 'a flag such as (?i) within the expression'],
    ['(?x)a', 'the flag (?x)'],
    ['\\Ga', '\\G'],
    ['\\X', '\\X'],
    ['\\p{InGreek}', 'the property \\p{InGreek}'],
  ])('rejects %s and reports the feature that JavaScript does not support', (regex, name) => {
    const check = () => compile(`SELECT regexp_matches(a, '${regex}') AS b FROM 'a'`, { version: '2016-03-23' });
    expect(check).toThrow(SqlError);
    expect(check).toThrow(name);
    expect(check).toThrow('regexp_matches() is not supported with');
  });

  test('returns Undefined for an unsupported or invalid expression from the payload', () => {
    expect(value("regexp_matches('a', a)", '2016-03-23', '{"a":"a++"}')).toBeUndefined();
    expect(value("regexp_matches('a', a)", '2016-03-23', '{"a":"["}')).toBeUndefined();
    expect(value("regexp_matches('a', a)", '2016-03-23', '{"a":null}')).toBeUndefined();
    expect(value("regexp_matches(12, '\\d+')")).toBe('true');
  });

  test('regexp_substr returns the first match, or Undefined without a match', () => {
    expect(substr('hihihello', '(hi)*')).toBe('"hihi"');
    expect(substr('room-42-b', '\\d+')).toBe('"42"');
    expect(substr('room', '\\d+')).toBeUndefined();
  });

  test.each([
    ['abcd', 'b(.*)d', '$1', '"ac"'],
    ['abcd', 'b(?<mid>.*)d', '<${mid}>', '"a<c>"'],
    ['aXbX', 'X', '\\$', '"a$b$"'],
    ['ab', '(a)(b)', '$2$1', '"ba"'],
    ['ab', '(a)b', '$12', '"a2"'],
    ['ab', '(a)|b', '[$1]', '"[a][]"'],
    ['ab', 'a', '$1', undefined],
    ['ab', 'a', '$', undefined],
    ['ab', 'a', '\\', undefined],
    ['ab', 'a', '${x}', undefined],
  ])('in %j, replaces the matches of %s with %s: %s', (text, regex, by, expected) => {
    expect(replaceIn(text, regex, by)).toBe(expected);
  });
});
