import { evaluate, type PolicyContext, parsePolicy } from '.';

function decide(statement: object, context: PolicyContext) {
  const document = parsePolicy({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...statement }],
  });
  return evaluate({
    policies: [{ name: 'p', document }],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    context,
  }).decision;
}

const holds = (condition: object, context: PolicyContext) => decide({ Condition: condition }, context) === 'allowed';

describe('conditions', () => {
  test.each<[object, PolicyContext, boolean]>([
    [{ StringNotEquals: { k: 'a' } }, { k: 'b' }, true],
    [{ StringNotEquals: { k: 'a' } }, {}, true],
    [{ StringEquals: { k: ['a', 'b'] } }, { k: 'b' }, true],
    [{ StringEquals: { k: 'a' } }, {}, false],
    [{ StringEquals: { K: 'a' } }, { k: 'a' }, true],
    [{ StringEquals: { k: 'a*' } }, { k: 'a*' }, true],
    [{ StringEquals: { k: 'a*' } }, { k: 'ab' }, false],
    [{ StringEqualsIfExists: { k: 'a' } }, {}, true],
    [{ StringLike: { k: 'a?' } }, { k: 'ab' }, true],
    [{ StringNotLike: { k: 'a*' } }, { k: ['b', 'ab'] }, false],
    [{ Null: { k: 'true' } }, {}, true],
    [{ Null: { k: false } }, {}, false],
    [{ Null: { constructor: 'true' } }, {}, true],
    [{ NumericLessThan: { k: 10 } }, { k: '9' }, true],
    [{ NumericEquals: { k: 0 } }, { k: '' }, false],
    [{ NumericNotEquals: { k: 1 } }, { k: '1.0' }, false],
    [{ DateLessThan: { k: '2026-01-01T00:00:00Z' } }, { k: '2025-12-31T23:59:59Z' }, true],
    [{ DateGreaterThanEquals: { k: '1767225600' } }, { k: '2026-01-01T00:00:00Z' }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, { k: ['a', 'b'] }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a'] } }, {}, true],
    [{ 'ForAnyValue:StringLike': { k: 'a*' } }, { k: ['x', 'abc'] }, true],
    [{ 'ForAnyValue:StringEquals': { k: 'a' } }, { k: [] }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, false],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '203.0.113.7' }, true],
    [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, { 'aws:SourceIp': '203.0.113.7' }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { 'aws:SourceIp': '198.51.100.1' }, true],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/99' } }, { 'aws:SourceIp': '203.0.113.0' }, false],
  ])('%j over %j: %s', (condition, context, expected) => expect(holds(condition, context)).toBe(expected));

  test.each([
    ['arn:aws:iot:*:1:rule/*', 'arn:aws:iot:eu-west-1:1:rule/a:b', true],
    ['arn:aws:iot:*:rule/a', 'arn:aws:iot:eu-west-1:1:rule/a', false],
    ['arn:*:rule/a', 'arn:aws:iot:eu-west-1:1:rule/a', false],
    ['${who}', 'arn:aws:iot:eu-west-1:1:rule/a', true],
  ])('ArnLike %s matches each part of %s: %s', (pattern, arn, expected) => {
    const context = { arn, who: 'arn:aws:iot:eu-west-1:1:rule/a' };
    expect(holds({ ArnLike: { arn: pattern } }, context)).toBe(expected);
  });

  test('ForAnyValue with a negated operator does not match a missing key, because no value differs', () => {
    expect(holds({ 'ForAnyValue:StringNotEquals': { k: 'a' } }, {})).toBe(false);
    expect(holds({ 'ForAnyValue:StringNotEquals': { k: 'a' } }, { k: ['a', 'b'] })).toBe(true);
  });
});

describe('a condition with an undefined variable', () => {
  const condition = (operator: string) => ({ Condition: { [operator]: { 'aws:SourceArn': '${iot:ClientId}' } } });
  const context = { 'aws:SourceArn': 'x' };

  test.each(['StringEquals', 'StringNotEquals', 'StringNotLike', 'ForAllValues:StringNotEquals'])(
    'an undefined variable prevents an Allow with %s',
    (operator) => expect(decide(condition(operator), context)).toBe('not allowed'),
  );

  test('an undefined variable prevents an Allow with StringNotEquals even if the key is missing', () =>
    expect(decide(condition('StringNotEquals'), {})).toBe('not allowed'));

  test('an undefined variable does not disable a Deny', () =>
    expect(decide({ Effect: 'Deny', ...condition('StringNotEquals') }, context)).toBe('denied'));
});
