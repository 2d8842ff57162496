import { expressionJson } from '../example-message';

// The expected values are from the guide's tables of results by argument type (AWS IoT developer guide,
// iot-sql-functions).
const kinds = ['7', '7.5', 'true', "'7.5'", "'x'", '[1]', "{'a':1}", 'NULL', 'missing'] as const;
const none = undefined;
const numeric = (int: string, decimal: string) => [int, decimal, none, decimal, none, none, none, none, none];
const textual = (...texts: string[]) => [...texts.map((text) => JSON.stringify(text)), none, none];

describe('functions with one argument', () => {
  test.each([
    ['abs(?)', numeric('7', '7.5')],
    ['ceil(?)', numeric('7', '8')],
    ['floor(?)', numeric('7', '7')],
    ['round(?)', numeric('7', '8')],
    ['sign(?)', numeric('1', '1')],
    ['sqrt(?)', numeric('2.6457513110645907', '2.7386127875258306')],
    ['exp(?)', numeric('1096.6331584284585', '1808.0424144560632')],
    ['ln(?)', numeric('1.9459101490553132', '2.0149030205422647')],
    ['log(?)', numeric('0.8450980400142568', '0.8750612633917001')],
    ['acos(?)', numeric('0', '0').map(() => none)],
    ['atan(?)', numeric('1.4288992721907328', '1.4382447944982226')],
    ['chr(?)', numeric('"\\u0007"', '"\\u0007"')],
    ['bitnot(?)', numeric('0', '0')],
    ['cast(? AS Int)', ['7', '7', '1', '7', none, none, none, none, none]],
    ['cast(? AS Decimal)', ['7', '7.5', '1', '7.5', none, none, none, none, none]],
    ['cast(? AS Double)', ['7', '7.5', '1', '7.5', none, none, none, none, none]],
    ['cast(? AS Boolean)', ['true', 'true', 'true', none, none, none, none, none, none]],
    ['cast(? AS String)', textual('7', '7.5', 'true', '7.5', 'x', '[1]', '{"a":1}')],
    ['ltrim(?)', textual('7', '7.5', 'true', '7.5', 'x', '[1]', '{"a":1}')],
    ['upper(?)', textual('7', '7.5', 'TRUE', '7.5', 'X', '[1]', '{"A":1}')],
    ['regexp_substr(?, "[^a]*")', textual('7', '7.5', 'true', '7.5', 'x', '[1]', '{"')],
    ['replace(?, "7", "8")', textual('8', '8.5', 'true', '8.5', 'x', '[1]', '{"a":1}')],
    ['length(?)', ['1', '3', '4', '3', '1', '3', '7', none, none]],
    ['isNull(?)', ['false', 'false', 'false', 'false', 'false', 'false', 'false', 'true', 'false']],
    ['isUndefined(?)', ['false', 'false', 'false', 'false', 'false', 'false', 'false', 'false', 'true']],
    ['nanvl(?, 0)', ['7', '7.5', 'true', '"7.5"', '"x"', '[1]', '{"a":1}', '0', '0']],
    ['get_or_default(?, 0)', ['7', '7.5', 'true', '"7.5"', '"x"', '[1]', '{"a":1}', '0', '0']],
    ['lpad("-", ?)', numeric('"       -"', '"       -"')],
    ['lpad(?, 1)', textual(' 7', ' 7.5', ' true', ' 7.5', ' x', ' [1]', ' {"a":1}')],
    ['substring("0123456789", ?)', numeric('"789"', '"789"')],
    ['mod(?, 4)', numeric('3', '3.5')],
    ['power(?, 2)', numeric('49', '56.25')],
    ['bitand(?, 5)', numeric('5', '5')],
    ['trunc(?, 0)', numeric('7', '7')],
    ['get([1,2], ?)', kinds.map(() => none)],
    ["get({'x': 1}, ?)", [none, none, none, none, '1', none, none, none, none]],
    ['startswith(?, "7")', ['true', 'true', 'false', 'true', 'false', 'false', 'false', none, none]],
    ['? + 1', ['8', '8.5', none, '"7.51"', '"x1"', none, none, none, none]],
    ['? - 1', numeric('6', '6.5')],
    ['? * 2', numeric('14', '15')],
    ['? / 2', ['3', '3.75', none, '3.75', none, none, none, none, none]],
    ['? % 2', numeric('1', '1.5')],
    ['? > 7', numeric('false', 'true')],
    ['? = 7', ['true', 'false', 'false', 'false', 'false', 'false', 'false', 'false', none]],
    ['? <> 7', ['false', 'true', 'true', 'true', 'true', 'true', 'true', 'true', none]],
    ['? AND true', [none, none, 'true', none, none, none, none, none, none]],
    ['NOT ?', [none, none, 'false', none, none, none, none, none, none]],
  ])('%s', (expression, expected) => {
    const given = kinds.map((kind) => expressionJson(expression.replace('?', kind), '2016-03-23', '{"e":[]}'));
    expect(Object.fromEntries(kinds.map((kind, at) => [kind, given[at]]))).toEqual(
      Object.fromEntries(kinds.map((kind, at) => [kind, expected[at]])),
    );
  });
});

describe('numeric limits', () => {
  test.each([
    ['bitand(-1, 5)', '5'],
    ['bitor(-8, 5)', '-3'],
    ['bitxor(-1, 1)', '-2'],
    ['bitand(9007199254740993, 9007199254740995)', '9007199254740993'],
    ['bitor(4294967296, 1)', '4294967297'],
    ['bitnot(0)', '1'],
    ['bitnot(-14)', '13'],
    ['bitand(1.9, 1)', '1'],
    ['bitand(1E300, 1)', undefined], // an Int has at most 34 digits
    ['mod(5, 0)', undefined],
    ['5.5 % 0', undefined],
    ['ln(0)', undefined],
    ['log(-1)', undefined],
    ['power(0, -1)', undefined],
    ['exp(1000)', undefined],
    ['asin(1.1)', undefined],
    ['trunc(1.23456, 2.9)', '1.23'],
    ['trunc(1.9, -5)', '1'],
    ['trunc(1.123456789012345678901234567890123, 99)', '1.123456789012345678901234567890123'],
    ['abs(-9999999999999999999999999999999999)', '9999999999999999999999999999999999'],
    ['0.1 + 0.2', '0.3'],
    ['9.999E998 * 100', undefined],
    ['1E-998 / 100', '0'],
  ])('%s is %s', (expression, expected) => {
    expect(expressionJson(expression)).toBe(expected);
  });
});
