import { comparedBody, comparedValues, compileFilterPolicy } from './sns-filter-policy';

const attribute = (dataType: string, value: string) => comparedValues([{ name: 'a', dataType, value }]);
const accepts = (rules: unknown, values: unknown) => compileFilterPolicy(JSON.stringify({ a: rules }))(values);

describe('a filter policy for attributes', () => {
  test.each([
    [[100], 'Number', '100.0', true],
    [[100], 'String', '100', false],
    [[100.123456789], 'Number', '100.1234567', true],
    [['tennis'], 'String', 'tennis', true],
    [['tennis'], 'Binary', 'tennis', false],
    [['tennis'], 'String.Array', '["rugby","tennis"]', true],
    [[100, 500], 'String.Array', '[100,50]', true],
    [['tennis'], 'String.Array', 'not JSON', false],
    [[{ 'equals-ignore-case': 'tennis' }], 'String.game', 'TeNnis', true],
    [[{ 'anything-but': ['100'] }], 'Number', '100', true],
    [[{ 'anything-but': { prefix: 'ru' } }], 'String', 'rugby', false],
    [[{ numeric: ['>', 0, '<=', 100] }], 'Number.int', '100', true],
    [[{ prefix: 'ten' }, { suffix: 'by' }], 'String', 'rugby', true],
    [[{ wildcard: 't*s' }], 'String', 'tennis', true],
    [[{ cidr: '10.0.0.0/24' }], 'String', '10.0.0.255', true],
    [[{ exists: false }], 'String', 'tennis', false],
  ])('the policy %j, given an attribute of type %s with the value %s, returns %s', (rules, dataType, value, result) => {
    expect(accepts(rules, attribute(dataType, value))).toBe(result);
  });

  test('requires all attributes, except an attribute that must not exist', () => {
    const matches = compileFilterPolicy('{"a":["x"],"b":[{"exists":false}]}');
    expect([matches({ a: 'x' }), matches({ a: 'x', b: 'y' }), matches({})]).toEqual([true, false, false]);
  });
});

describe('a filter policy for the message body', () => {
  test('matches nested fields, including fields of objects in a list', () => {
    const matches = compileFilterPolicy('{"Records":{"key":[{"prefix":"test-"}]}}');
    expect(matches(comparedBody('{"Records":[{"key":"other"},{"key":"test-1"}]}'))).toBe(true);
    expect(matches(comparedBody('{"Records":[{"key":"other"}]}'))).toBe(false);
  });

  test('matches no message that is not a JSON object', () => {
    expect([comparedBody('text'), comparedBody('[1]')]).toEqual([undefined, undefined]);
  });
});

test('an empty policy accepts every message', () => {
  expect(compileFilterPolicy('{}')({})).toBe(true);
});

test.each([
  ['not JSON', 'failed to parse JSON'],
  ['[]', 'failed to parse JSON'],
  ['{"a":"x"}', '$.a: must be a list of rules'],
  ['{"a":[["x"]]}', '$.a: unsupported rule'],
  ['{"a":[{"error":true}]}', '$.a: unsupported rule'],
  [JSON.stringify({ a: Array(151).fill('x') }), 'Filter policy is too complex'],
  [JSON.stringify({ a: Array(50).fill('x'), b: ['1', '2', '3', '4'] }), 'Filter policy is too complex'],
  [JSON.stringify({ a: { b: Array(76).fill('x') } }), 'Filter policy is too complex'],
])('rejects %s', (policy, reason) => {
  expect(() => compileFilterPolicy(policy)).toThrow(`Invalid parameter: FilterPolicy: ${reason}`);
});
