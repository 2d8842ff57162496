import { fc, test as property } from '@fast-check/jest';
import { expressionJson as value } from './example-message';

// Source: AWS IoT developer guide, iot-sql-operators.
describe('operators', () => {
  test.each([
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['7 / 0', undefined],
    ['7 % 0', undefined],
    ['-7 % 2', '-1'],
    ['-4 % 2', '0'],
    ['0.1 + 0.2', '0.3'],
    ['1.1 * 1.1', '1.21'],
    ['1 / 3.5', '0.2857142857142857142857142857142857'],
    ['10.0 / 4', '2'],
    ["'10' / 4", '2.5'],
    ["'10' - 4", '6'],
    ["'abc' - 4", undefined],
    ["'1' + 1", '"11"'],
    ["1 + 'a'", '"1a"'],
    ["true + 'a'", '"truea"'],
    ["NULL + 'a'", undefined],
    ["missing + 'a'", undefined],
    ['true + 1', undefined],
    ['9007199254740991 + 2', '9007199254740993'],
    ['9007199254740993 * 3', '27021597764222979'],
    ['9007199254740993 - 9007199254740992', '1'],
    ['-9007199254740993', '-9007199254740993'],
    ['1234567890123456789012345678901234 + 1', '1234567890123456789012345678901235'],
    ['1 < 2', 'true'],
    ["'10' > 9", 'true'],
    ["'a' > 9", undefined],
    ['NULL < 1', undefined],
    ['true > false', undefined],
    ['9007199254740993 > 9007199254740992', 'true'],
    ['1 = 1.0', 'true'],
    ["1 = '1'", 'false'],
    ["1 <> '1'", 'true'],
    ['NULL = NULL', 'true'],
    ['missing = 1', undefined],
    ['missing <> 1', undefined],
    ['[1, 2] = [1, 2]', 'true'],
    ['[1, 2] = [2, 1]', 'false'],
    ["{'a': 1, 'b': 2} = {'b': 2, 'a': 1}", 'true'],
    ["{'a': 1} <> {'b': 1}", 'true'],
    ["true AND 'TRUE'", 'true'],
    ['false AND missing', undefined],
    ['true OR missing', undefined],
    ["NOT 'false'", 'true'],
    ['NOT 1', undefined],
    ['2 IN [1, 2]', 'true'],
    ['[1] IN [[1]]', 'true'],
    ['2 IN 2', undefined],
  ])('%s = %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  test('a whole Decimal differs from an Int in SQL 2015-10-08', () => {
    expect(value('10.0', '2015-10-08')).toBe('10.0');
    expect(value('10.0 / 4', '2015-10-08')).toBe('2.5');
    expect(value('a / 4', '2015-10-08', '{"a":10.0}')).toBe('2.5');
    expect(value('a / 4', '2016-03-23', '{"a":10.0}')).toBe('2');
    expect(value('sqrt(9)', '2015-10-08')).toBe('3.0');
    expect(value('sqrt(9)', '2016-03-23')).toBe('3');
    expect(value('a = 10', '2015-10-08', '{"a":10.0}')).toBe('true');
  });

  const int = fc.maxSafeInteger();
  property.prop([int, int])('Ints stay exact beyond the range of doubles', (a, b) => {
    const payload = `{"a":${a},"b":${b}}`;
    expect(value('a + b', '2016-03-23', payload)).toBe(String(BigInt(a) + BigInt(b)));
    expect(value('a * b', '2016-03-23', payload)).toBe(String(BigInt(a) * BigInt(b)));
    expect(value('a / b', '2016-03-23', payload)).toBe(b === 0 ? undefined : String(BigInt(a) / BigInt(b)));
    expect(value('a % b', '2016-03-23', payload)).toBe(b === 0 ? undefined : String(BigInt(a) % BigInt(b)));
  });
});
