import { fc, test as property } from '@fast-check/jest';
import { type AccessRequest, type AccessRule, decideAccess, type NamedPolicy, parsePolicy, refusalOf } from '.';

const account = '000000000000';
const role = `arn:aws:iam::${account}:role/power-on`;
const session = `arn:aws:sts::${account}:assumed-role/power-on/power-on`;
const table = `arn:aws:dynamodb:ap-northeast-1:${account}:table/device-power`;

const policy = (name: string, ...statements: object[]): NamedPolicy => ({
  name,
  document: parsePolicy({ Version: '2012-10-17', Statement: statements }),
});
const allow = (more: object = {}) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*', ...more });
const deny = (more: object = {}) => ({ Sid: 'Never', ...allow(more), Effect: 'Deny' });
const forRole = { Principal: { AWS: role } };
const forSession = { Principal: { AWS: session } };
const forAccount = { Principal: { AWS: `arn:aws:iam::${account}:root` } };

const ask = (more: Partial<AccessRequest>): AccessRequest => ({
  principal: { kind: 'AWS', id: session },
  action: 'dynamodb:PutItem',
  resource: table,
  context: {},
  identity: [],
  resourcePolicies: [],
  rule: 'either',
  ...more,
});
const decide = (more: Partial<AccessRequest>) => decideAccess(ask(more));
const mine = [policy('mine', allow())];
const its = (principal: object, ...more: object[]) => [policy('its', allow(principal), ...more)];

describe('within an account', () => {
  test('returns the statement that allows the call, regardless of which policy contains it', () => {
    const byItsPolicy = { decision: 'allowed', statement: { policy: 'its', sid: 'statement 1' } };
    expect(decide({ identity: mine })).toEqual({
      decision: 'allowed',
      statement: { policy: 'mine', sid: 'statement 1' },
    });
    expect(decide({ resourcePolicies: its(forRole) })).toEqual(byItsPolicy);
    expect(decide({ resourcePolicies: its({ Principal: '*' }) })).toEqual(byItsPolicy);
  });

  test('reports the identity-based policy as missing if there is no Allow', () =>
    expect(decide({})).toEqual({ decision: 'not allowed', missing: 'identity-based policy' }));

  test('a resource policy that specifies the account delegates to the account without allowing the call', () =>
    expect(decide({ resourcePolicies: its(forAccount) }).decision).toBe('not allowed'));

  test.each([
    ['identity-based policy', { identity: [...mine, policy('no', deny())] }],
    ['resource-based policy', { identity: mine, resourcePolicies: [policy('no', deny({ Principal: '*' }))] }],
    ['permissions boundary', { identity: mine, boundary: [policy('no', allow(), deny())] }],
  ])('an explicit Deny in the %s takes precedence and is returned', (by, given) =>
    expect(decide(given)).toEqual({ decision: 'denied', by, statement: { policy: 'no', sid: 'Never' } }),
  );
});

describe('a permissions boundary', () => {
  const nothing = [policy('boundary', allow({ Action: 's3:*' }))];
  const missing = { decision: 'not allowed', missing: 'permissions boundary' };

  test('a boundary removes permissions outside the boundary', () => {
    expect(decide({ identity: mine, boundary: nothing })).toEqual(missing);
    expect(decide({ identity: mine, boundary: [policy('boundary', allow())] }).decision).toBe('allowed');
  });

  test('a boundary limits the permissions that a resource policy grants to the role, but not to the session', () => {
    expect(decide({ resourcePolicies: its(forRole), boundary: nothing })).toEqual(missing);
    expect(decide({ resourcePolicies: its(forSession), boundary: nothing }).decision).toBe('allowed');
    expect(decide({ resourcePolicies: its(forRole, allow(forSession)), boundary: nothing }).decision).toBe('allowed');
  });

  test('a boundary does not grant permissions', () =>
    expect(decide({ boundary: [policy('boundary', allow())] })).toEqual({
      decision: 'not allowed',
      missing: 'identity-based policy',
    }));
});

describe('another account', () => {
  test('access from another account requires an Allow in both policies', () => {
    expect(decide({ rule: 'both', identity: mine })).toMatchObject({ missing: 'resource-based policy' });
    expect(decide({ rule: 'both', resourcePolicies: its(forRole) })).toMatchObject({
      missing: 'identity-based policy',
    });
    expect(decide({ rule: 'both', identity: mine, resourcePolicies: its(forAccount) }).decision).toBe('allowed');
  });

  test('a boundary limits access to another account even if the resource policy specifies the session', () => {
    const boundary = [policy('boundary', allow({ Action: 's3:*' }))];
    const given = { identity: mine, resourcePolicies: its(forSession), boundary };
    expect(decide({ rule: 'both', ...given })).toMatchObject({ missing: 'permissions boundary' });
  });
});

describe('a KMS key', () => {
  test('ignores identity policies unless the key policy delegates to the account', () => {
    expect(decide({ rule: 'key', identity: mine })).toMatchObject({ missing: 'resource-based policy' });
    expect(decide({ rule: 'key', identity: mine, resourcePolicies: its(forAccount) }).decision).toBe('allowed');
    expect(decide({ rule: 'key', resourcePolicies: its(forAccount) })).toMatchObject({
      missing: 'identity-based policy',
    });
  });

  test('allows the principals that the key policy lists to use the key', () =>
    expect(decide({ rule: 'key', resourcePolicies: its(forRole) }).decision).toBe('allowed'));
});

describe('a service', () => {
  const rule = `arn:aws:iot:ap-northeast-1:${account}:rule/power_on`;
  const asService = (resourcePolicies: NamedPolicy[], context = {}) =>
    decide({ principal: { kind: 'Service', id: 'iot.amazonaws.com' }, rule: 'resource', resourcePolicies, context });
  const pinned = its({
    Principal: { Service: 'iot.amazonaws.com' },
    Condition: { ArnLike: { 'aws:SourceArn': rule }, StringEquals: { 'aws:SourceAccount': account } },
  });

  test('requires an Allow in the resource policy, which may be restricted to one source resource', () => {
    expect(asService([])).toEqual({ decision: 'not allowed', missing: 'resource-based policy' });
    expect(asService(pinned).decision).toBe('not allowed');
    const context = { 'aws:SourceArn': rule, 'aws:SourceAccount': account };
    expect(asService(pinned, context).decision).toBe('allowed');
    expect(asService(pinned, { ...context, 'aws:SourceArn': `${rule}_of_another` }).decision).toBe('not allowed');
  });
});

describe("AWS's error messages", () => {
  const words = (more: Partial<AccessRequest>) =>
    refusalOf(decide(more), { who: `User: ${session}`, action: 'dynamodb:PutItem', resource: table });
  const what = `User: ${session} is not authorized to perform: dynamodb:PutItem on resource: ${table}`;

  test('the error message contains the type of the missing policy', () => {
    expect(words({})).toBe(`${what} because no identity-based policy allows the dynamodb:PutItem action`);
    expect(words({ rule: 'key', identity: mine })).toBe(
      `${what} because no resource-based policy allows the dynamodb:PutItem action`,
    );
  });

  test('the error message contains the policy and statement of an explicit deny', () =>
    expect(words({ identity: [policy('mine', deny())] })).toBe(
      `${what} with an explicit deny in an identity-based policy: Never of mine`,
    ));

  test('the error message is undefined for an allowed call', () => expect(words({ identity: mine })).toBeUndefined());
});

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('dynamodb:PutItem', 'dynamodb:*', 's3:*', '*'),
  Resource: fc.constantFrom(table, '*', 'arn:aws:s3:::*'),
});
const atResource = fc
  .tuple(statement, fc.constantFrom(forRole, forSession, forAccount, { Principal: '*' }))
  .map(([statement, principal]) => ({ ...statement, ...principal }));
const anyRequest = fc
  .record({
    rule: fc.constantFrom<AccessRule[]>('either', 'both', 'resource', 'key'),
    identity: fc.array(statement, { maxLength: 3 }),
    boundary: fc.option(fc.array(statement, { maxLength: 2 }), { nil: undefined }),
    resource: fc.array(atResource, { maxLength: 3 }),
  })
  .map(({ rule, identity, boundary, resource }) => ({
    rule,
    identity: [policy('mine', ...identity)],
    boundary: boundary && [policy('boundary', ...boundary)],
    resourcePolicies: [policy('its', ...resource)],
  }));

property.prop([anyRequest])('an applicable deny always takes precedence', (given) => {
  expect(decide({ ...given, identity: [...given.identity, policy('no', deny())] }).decision).toBe('denied');
  const no = policy('no', deny({ Principal: '*' }));
  expect(decide({ ...given, resourcePolicies: [no, ...given.resourcePolicies] }).decision).toBe('denied');
});

property.prop([anyRequest, statement])('an additional permission never removes another permission', (given, more) => {
  if (decide(given).decision !== 'allowed') return;
  const added = policy('more', { ...more, Effect: 'Allow' });
  expect(decide({ ...given, identity: [...given.identity, added] }).decision).toBe('allowed');
  const atIts = policy('more', { ...more, Effect: 'Allow', ...forSession });
  expect(decide({ ...given, resourcePolicies: [...given.resourcePolicies, atIts] }).decision).toBe('allowed');
});

property.prop([anyRequest])('a boundary never grants additional permissions', (given) => {
  if (decide({ ...given, boundary: undefined }).decision === 'allowed') return;
  expect(decide(given).decision).not.toBe('allowed');
});

property.prop([anyRequest])('no call is allowed without a policy', (given) => {
  const silent = (policies: readonly NamedPolicy[]) =>
    policies.map(({ name, document }) => ({
      name,
      document: { ...document, Statement: document.Statement.filter(({ Effect }) => Effect === 'Deny') },
    }));
  const denials = { identity: silent(given.identity), resourcePolicies: silent(given.resourcePolicies) };
  expect(decide({ ...given, ...denials }).decision).not.toBe('allowed');
});
