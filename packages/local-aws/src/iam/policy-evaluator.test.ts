import { type AuthorizationRequest, createAuthorizer } from '../authorize';
import { memoryStore } from '../store';
import type { Decision } from './decision';
import { functionRole, type RolePrincipal, type ServicePrincipal } from './principal';

const account = '000000000000';
const region = 'ap-northeast-1';
const role = `arn:aws:iam::${account}:role/power-on`;
const table = `arn:aws:dynamodb:${region}:${account}:table/device-power`;
const queue = `arn:aws:sqs:${region}:${account}:failures`;
const key = `arn:aws:kms:${region}:${account}:key/1234`;

const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const trusting = (service: string, more: object = {}) =>
  json({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole', ...more });

const put: AuthorizationRequest = {
  principal: functionRole(role, 'power-on'),
  action: 'dynamodb:PutItem',
  resource: table,
};

/** Creates a platform with a role that has one policy and that Lambda may assume. */
function platform(policy = json(), more: { trust?: string; boundary?: string; now?: () => number } = {}) {
  const authorizer = createAuthorizer(memoryStore(), { now: more.now ?? (() => 0) });
  const { trust = trusting('lambda.amazonaws.com'), boundary } = more;
  authorizer.roles.declarePolicy({ arn: 'bounds', document: boundary ?? json() });
  authorizer.roles.declare({ arn: role, name: 'power-on', trust, boundary: boundary && 'bounds' });
  authorizer.roles.putPolicy('power-on', { name: 'mine', document: policy });
  const reason = (request: AuthorizationRequest = put) => {
    const decision = authorizer.authorize(request);
    return decision.allowed ? undefined : decision.reason;
  };
  return { authorizer, reason };
}

const session = `arn:aws:sts::${account}:assumed-role/power-on/power-on`;
const lacking = (what: string, kind: string, action = 'dynamodb:PutItem', resource = table) =>
  `User: ${what} is not authorized to perform: ${action} on resource: ${resource} because no ${kind} allows the ${action} action`;

describe('a role', () => {
  test("a role may make the calls that its policies allow; other calls are denied with AWS's message", () => {
    expect(platform().reason()).toBe(lacking(session, 'identity-based policy'));
    expect(platform(json(allow('dynamodb:PutItem', table))).reason()).toBeUndefined();
  });

  test('evaluates a role again after a policy has changed', () => {
    const { authorizer, reason } = platform();
    expect(reason()).toBeDefined();
    authorizer.roles.putPolicy('power-on', { name: 'mine', document: json(allow('dynamodb:*', '*')) });
    expect(reason()).toBeUndefined();
    authorizer.roles.putPolicy('power-on', { name: 'mine', document: json() });
    expect(reason()).toBeDefined();
  });

  test('accepts declared policies and AWS managed policies, but rejects unknown policies', () => {
    const { authorizer, reason } = platform();
    authorizer.roles.declarePolicy({ arn: 'shared', document: json(allow('dynamodb:PutItem', '*')) });
    authorizer.roles.attach('power-on', 'shared');
    expect(reason()).toBeUndefined();
    authorizer.roles.attach('power-on', 'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess');
    expect(reason({ ...put, action: 'xray:PutTraceSegments', resource: '*' })).toBeUndefined();
    expect(() => authorizer.roles.attach('power-on', 'arn:aws:iam::aws:policy/Nothing')).toThrow(
      'arn:aws:iam::aws:policy/Nothing: not declared, and not a supported AWS managed policy',
    );
  });

  test('a permissions boundary limits the permissions of a role', () => {
    const everything = json(allow('*', '*'));
    expect(platform(everything, { boundary: json(allow('s3:*', '*')) }).reason()).toBe(
      lacking(session, 'permissions boundary'),
    );
    expect(platform(everything, { boundary: json(allow('dynamodb:*', '*')) }).reason()).toBeUndefined();
  });

  test('allows every action for a role that is not declared, and reports the role only once', () => {
    const { authorizer, reason } = platform();
    const emitted: string[] = [];
    authorizer.onUnknownRole((arn) => emitted.push(arn));
    const stranger = `arn:aws:iam::${account}:role/stranger`;
    expect(reason({ ...put, principal: functionRole(stranger, 'f') })).toBeUndefined();
    expect(reason({ ...put, principal: functionRole(stranger, 'f') })).toBeUndefined();
    expect(emitted).toEqual([stranger]);
  });

  test("a role loses a permission when the end date in the policy's condition passes on the platform's clock", () => {
    const until = { Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } };
    let now = Date.parse('2025-12-31T23:59:59Z');
    const { reason } = platform(json(allow('dynamodb:PutItem', '*', until)), { now: () => now });
    expect(reason()).toBeUndefined();
    now += 2_000;
    expect(reason()).toBeDefined();
  });

  test('conditions and policy variables can refer to the ARN and account of the role', () => {
    const own = json(
      allow('s3:PutObject', 'arn:aws:s3:::b/${aws:PrincipalAccount}/*', {
        Condition: { ArnLike: { 'aws:PrincipalArn': role }, Bool: { 'aws:SecureTransport': 'true' } },
      }),
    );
    const { reason } = platform(own);
    const object = (path: string) => reason({ ...put, action: 's3:PutObject', resource: `arn:aws:s3:::b/${path}` });
    expect(object(`${account}/k`)).toBeUndefined();
    expect(object('111111111111/k')).toBeDefined();
  });
});

test('reports each repeated denial without evaluating it again, and an allowed call once until a policy changes', () => {
  const { authorizer, reason } = platform();
  const emitted: Decision[] = [];
  authorizer.onDecided(({ decision }) => emitted.push(decision));
  reason();
  reason();
  expect(emitted.map(({ allowed }) => allowed)).toEqual([false, false]);
  expect(emitted[1]).toBe(emitted[0]);
  authorizer.roles.putPolicy('power-on', { name: 'mine', document: json(allow('dynamodb:PutItem', '*')) });
  reason();
  reason();
  expect(emitted.map(({ allowed }) => allowed)).toEqual([false, false, true]);
});

describe('a service', () => {
  const rule = `arn:aws:iot:${region}:${account}:rule/power_on`;
  const iot: ServicePrincipal = {
    kind: 'service',
    service: 'iot.amazonaws.com',
    sourceArn: rule,
    sourceAccount: account,
  };
  const ofRule = (sourceArn: string): RolePrincipal => ({
    kind: 'role',
    arn: role,
    session: 'power_on',
    by: { ...iot, sourceArn },
  });
  const pinned = { ArnLike: { 'aws:SourceArn': rule }, StringEquals: { 'aws:SourceAccount': account } };
  const trust = trusting('iot.amazonaws.com', { Condition: pinned });
  const policy = json(allow('dynamodb:PutItem', '*'));

  test('a service can assume a role only if the trust policy allows the service for the given source', () => {
    const { reason } = platform(policy, { trust });
    expect(reason({ ...put, principal: ofRule(rule) })).toBeUndefined();
    const denialOf = (who: string) => lacking(who, 'resource-based policy', 'sts:AssumeRole', role);
    expect(reason({ ...put, principal: ofRule(`${rule}_too`) })).toBe(denialOf(`iot.amazonaws.com (for ${rule}_too)`));
    expect(reason()).toBe(denialOf('lambda.amazonaws.com'));
  });

  test("a service acts without a role if the resource's policy allows the service", () => {
    const { authorizer, reason } = platform();
    const send = { principal: iot, action: 'sqs:SendMessage', resource: queue };
    expect(reason(send)).toBe(
      lacking(`iot.amazonaws.com (for ${rule})`, 'resource-based policy', 'sqs:SendMessage', queue),
    );
    const Principal = { Service: 'iot.amazonaws.com' };
    authorizer.resourcePolicies.put(queue, json(allow('sqs:SendMessage', queue, { Principal, Condition: pinned })));
    expect(reason(send)).toBeUndefined();
    expect(reason({ ...send, principal: { ...iot, sourceArn: `${rule}_too` } })).toBeDefined();
  });
});

describe('a resource policy', () => {
  const ofBucket = (more: object) => json({ Effect: 'Deny', Action: 's3:*', Principal: '*', ...more });

  test("a resource policy grants a role permissions that the role's own policies do not grant", () => {
    const { authorizer, reason } = platform();
    const Principal = { AWS: role };
    authorizer.resourcePolicies.put(queue, json(allow('sqs:SendMessage', queue, { Principal })));
    expect(reason({ ...put, action: 'sqs:SendMessage', resource: queue })).toBeUndefined();
    expect(reason({ ...put, action: 'sqs:ReceiveMessage', resource: queue })).toBeDefined();
  });

  test("a Deny in a resource policy overrides a role's permissions for all objects in a bucket", () => {
    const { authorizer, reason } = platform(json(allow('s3:*', '*')));
    const object = { ...put, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
    expect(reason(object)).toBeUndefined();
    authorizer.resourcePolicies.put('arn:aws:s3:::b', ofBucket({ Sid: 'Never', Resource: 'arn:aws:s3:::b/*' }));
    expect(reason(object)).toContain(
      'with an explicit deny in a resource-based policy: Never of policy of arn:aws:s3:::b',
    );
  });

  test('a resource policy that requires TLS allows calls, because AWS calls use TLS', () => {
    const { authorizer, reason } = platform(json(allow('s3:*', '*')));
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    authorizer.resourcePolicies.put('arn:aws:s3:::b', ofBucket({ Resource: '*', Condition }));
    expect(reason({ ...put, action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' })).toBeUndefined();
  });

  test('a resource policy can allow a role, an account or a service to invoke a function', () => {
    const { authorizer, reason } = platform();
    const resource = `arn:aws:lambda:${region}:${account}:function:f`;
    const permission = { resource, action: 'lambda:InvokeFunction', sourceArn: undefined, sourceAccount: undefined };
    const invoke = { ...put, action: 'lambda:InvokeFunction', resource };
    authorizer.resourcePolicies.permit({ ...permission, statementId: 'a', principal: account });
    expect(reason(invoke)).toBeDefined();
    authorizer.resourcePolicies.permit({ ...permission, statementId: 'b', principal: role });
    expect(reason(invoke)).toBeUndefined();
  });
});

describe('a resource that is encrypted with a declared key', () => {
  const puts = allow('dynamodb:PutItem', table);
  const through = (service: string) => ({
    Condition: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
  });
  const encrypted = (policy: string, keyPolicy?: string) => {
    const made = platform(policy);
    made.authorizer.keys.declare({ arn: key, policy: keyPolicy });
    made.authorizer.keys.alias('alias/mine', key);
    made.authorizer.keys.encrypt(table, 'alias/mine');
    return made;
  };

  test("access to an encrypted resource requires permission to use the key through the resource's service", () => {
    expect(encrypted(json(puts)).reason()).toBe(lacking(session, 'identity-based policy', 'kms:Decrypt', key));
    expect(encrypted(json(puts, allow('kms:Decrypt', key, through('sqs')))).reason()).toBeDefined();
    expect(encrypted(json(puts, allow('kms:Decrypt', key, through('dynamodb')))).reason()).toBeUndefined();
  });

  test('denies access to an encrypted resource if the key policy does not delegate to the account', () => {
    const policy = json(puts, allow('kms:*', '*'));
    const closed = json(allow('kms:*', '*', { Principal: { Service: 'sns.amazonaws.com' } }));
    expect(encrypted(policy, closed).reason()).toBe(lacking(session, 'resource-based policy', 'kms:Decrypt', key));
    const named = json(allow('kms:Decrypt', '*', { Principal: { AWS: role } }));
    expect(encrypted(json(puts), named).reason()).toBeUndefined();
  });

  test('conditions on the encryption context identify the encrypted resource', () => {
    const of = (name: string) => ({
      Condition: { StringEquals: { 'kms:EncryptionContext:aws:dynamodb:tableName': name } },
    });
    expect(encrypted(json(puts, allow('kms:Decrypt', key, of('device-power')))).reason()).toBeUndefined();
    expect(encrypted(json(puts, allow('kms:Decrypt', key, of('another')))).reason()).toBeDefined();
  });

  test('requires no key permission if the key belongs to AWS or to another account', () => {
    const { authorizer, reason } = platform(json(puts));
    authorizer.keys.encrypt(table, 'alias/aws/dynamodb');
    expect(reason()).toBeUndefined();
  });

  test('requires permission for the key in the call rather than for the default key', () => {
    const other = `arn:aws:kms:${region}:${account}:key/5678`;
    const named = { ...put, action: 's3:PutObject', resource: 'arn:aws:s3:::archive/object', key: other };
    const { authorizer, reason } = platform(
      json(allow('s3:PutObject', '*'), allow('kms:GenerateDataKey', other, through('s3'))),
    );
    authorizer.keys.declare({ arn: key, policy: undefined });
    authorizer.keys.declare({ arn: other, policy: undefined });
    authorizer.keys.encrypt('arn:aws:s3:::archive', key);
    expect(reason(named)).toBeUndefined();
    expect(reason({ ...named, key: undefined })).toBe(
      lacking(session, 'identity-based policy', 'kms:GenerateDataKey', key),
    );
  });

  test("accepts Firehose records without the caller's permission for the key, because Firehose has a grant", () => {
    const stream = `arn:aws:firehose:${region}:${account}:deliverystream/archive`;
    const { authorizer, reason } = platform(json(allow('firehose:PutRecord', stream)));
    authorizer.keys.declare({ arn: key, policy: undefined });
    authorizer.keys.encrypt(stream, key);
    expect(reason({ ...put, action: 'firehose:PutRecord', resource: stream })).toBeUndefined();
  });

  test('accepts log lines if the key policy allows the log service', () => {
    const { authorizer } = encrypted(json());
    const resource = `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/power-on`;
    const writes = () => {
      const principal: ServicePrincipal = { kind: 'service', service: `logs.${region}.amazonaws.com` };
      return authorizer.mayUseKey({ principal, use: 'writing lines', resource }).allowed;
    };
    expect(writes()).toBe(true);
    authorizer.keys.encrypt(resource, key);
    expect(writes()).toBe(false);
    const Condition = { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` } };
    const Principal = { Service: `logs.${region}.amazonaws.com` };
    authorizer.keys.declare({ arn: key, policy: json(allow('kms:*', '*', { Principal, Condition })) });
    expect(writes()).toBe(true);
  });
});
