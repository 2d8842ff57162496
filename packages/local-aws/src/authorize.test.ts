import { iotContext, parsePolicy } from '@himeshima/aws-policy';
import { createAuthorizer } from './authorize';
import type { Permission } from './iam/resource-policies';
import { createRegistry } from './iot/registry/thing-registry';
import { reopenedStore } from './stopped-platform.fixture';
import { memoryStore } from './store';

const clock = { now: () => 0 };
const functionArn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:power-on';
const ruleArn = 'arn:aws:iot:ap-northeast-1:000000000000:rule/power_on';
const permission: Permission = {
  resource: functionArn,
  statementId: 'rule-invokes',
  principal: 'iot.amazonaws.com',
  action: 'lambda:InvokeFunction',
  sourceArn: ruleArn,
  sourceAccount: undefined,
};
const rule = {
  kind: 'service',
  service: 'iot.amazonaws.com',
  sourceArn: ruleArn,
  sourceAccount: '000000000000',
} as const;
const call = { principal: rule, action: 'lambda:InvokeFunction', resource: functionArn };

describe('a Lambda permission', () => {
  test('allows the service to invoke the function until the permission is removed', () => {
    const authorizer = createAuthorizer(memoryStore(), clock);
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
    authorizer.resourcePolicies.permit(permission);
    expect(authorizer.authorize(call)).toEqual({ allowed: true });
    expect(authorizer.resourcePolicies.revoke(functionArn, 'rule-invokes')).toBe(true);
    expect(authorizer.resourcePolicies.revoke(functionArn, 'rule-invokes')).toBe(false);
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
  });

  test('replaces an earlier permission with the same statement ID', () => {
    const authorizer = createAuthorizer(memoryStore(), clock);
    authorizer.resourcePolicies.permit(permission);
    authorizer.resourcePolicies.permit({ ...permission, sourceArn: `${ruleArn}_of_another` });
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
  });
});

test('persists attached policies, but not declared permissions', () => {
  const open = reopenedStore();
  const before = createAuthorizer(open(), clock);
  before.resourcePolicies.permit(permission);
  const Statement = { Effect: 'Allow', Action: 'iot:Publish', Resource: '*' };
  before.attachIotPolicy('c1', { name: 'light', document: parsePolicy({ Version: '2012-10-17', Statement }) });

  const after = createAuthorizer(open(), clock);
  const publish = { action: 'iot:Publish', resource: 'arn:aws:iot:ap-northeast-1:000000000000:topic/a' };
  const light = { kind: 'certificate', certificateId: 'c1', context: {} } as const;
  expect(after.authorize({ principal: light, ...publish })).toEqual({ allowed: true });
  expect(after.authorize(call)).toMatchObject({ allowed: false });
});

// Source: AWS IoT developer guide, "thing-groups".
test("applies a thing group's policy to connections whose client ID is the name of a thing in the group or a subgroup", () => {
  const store = memoryStore();
  const registry = createRegistry(store, clock);
  registry.addGroup('lights');
  registry.addGroup('hall', { parent: 'lights', description: undefined, attributes: {} });
  registry.addToGroup('light-1', 'hall');
  const authorizer = createAuthorizer(store, clock, registry);
  const policy = (Effect: string, Action: string) =>
    parsePolicy({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } });
  authorizer.attachIotPolicy('c1', { name: 'own', document: policy('Allow', 'iot:*') });
  authorizer.attachIotPolicy('thinggroup/lights', { name: 'lights', document: policy('Deny', 'iot:RetainPublish') });
  const mayRetain = (thing: string | undefined) =>
    authorizer.authorize({
      principal: { kind: 'certificate', certificateId: 'c1', context: { 'iot:Connection.Thing.ThingName': thing } },
      action: 'iot:RetainPublish',
      resource: 'arn:aws:iot:ap-northeast-1:000000000000:topic/a',
    }).allowed;
  expect([mayRetain('light-1'), mayRetain('light-2'), mayRetain(undefined)]).toEqual([false, true, true]);
  authorizer.detachIotPolicy('thinggroup/lights', 'lights');
  expect(mayRetain('light-1')).toBe(true);
});

// AWS IoT developer guide, "dd-detect-ml-getting-started": Device Defender quarantines a device by adding it to a group
// that denies all actions
test("applies a thing group's Deny statements to every connection of a device, but the group's Allow statements only if the client ID is the thing name", () => {
  const store = memoryStore();
  const registry = createRegistry(store, clock);
  registry.addGroup('all');
  registry.addGroup('quarantine', { parent: 'all', description: undefined, attributes: {} });
  registry.attachThing('light-1', 'c1');
  const authorizer = createAuthorizer(store, clock, registry);
  const policy = (name: string, Effect: string, Action: string) => ({
    name,
    document: parsePolicy({ Version: '2012-10-17', Statement: { Sid: 'All', Effect, Action, Resource: '*' } }),
  });
  authorizer.attachIotPolicy('c1', policy('own', 'Allow', 'iot:Publish'));
  authorizer.attachIotPolicy('thinggroup/quarantine', policy('quarantine', 'Deny', 'iot:*'));
  authorizer.attachIotPolicy('thinggroup/all', policy('all', 'Allow', 'iot:Subscribe'));
  const may = (action: string, thing?: string) =>
    authorizer.authorize({
      principal: { kind: 'certificate', certificateId: 'c1', context: { 'iot:Connection.Thing.ThingName': thing } },
      action,
      resource: 'arn:aws:iot:ap-northeast-1:000000000000:topic/a',
    });
  expect(may('iot:Publish')).toEqual({ allowed: true });
  expect(may('iot:Subscribe')).toMatchObject({ allowed: false });
  registry.addToGroup('light-1', 'all');
  expect([may('iot:Subscribe').allowed, may('iot:Subscribe', 'light-1').allowed]).toEqual([false, true]);
  registry.addToGroup('light-1', 'quarantine');
  for (const thing of ['light-1', undefined])
    expect(may('iot:Publish', thing)).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('statement All of policy quarantine denies the action'),
    });
});

describe('a denial by an AWS IoT policy', () => {
  const publish = 'arn:aws:iot:eu-west-1:000000000000:topic/data';
  const decide = (...statements: object[]) => {
    const authorizer = createAuthorizer(memoryStore(), clock);
    const document = parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
    authorizer.attachIotPolicy('c1', { name: 'device', document });
    const principal = { kind: 'certificate', certificateId: 'c1', context: {} } as const;
    return authorizer.authorize({ principal, action: 'iot:Publish', resource: publish });
  };

  test('the denial contains the evaluated policies and the missing statement', () => {
    expect(decide({ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' })).toMatchObject({
      allowed: false,
      denial: {
        arn: publish,
        policies: ['device'],
        missing: { Effect: 'Allow', Action: 'iot:Publish', Resource: publish },
      },
    });
  });

  test('the denial names the thing of the certificate if the client ID is the name of another thing', () => {
    const store = memoryStore();
    const registry = createRegistry(store, clock);
    registry.attachThing('light-9', 'c1');
    const context = iotContext({ clientId: 'light-1', certificateId: 'c1', attachedThings: ['light-9'] });
    const principal = { kind: 'certificate', certificateId: 'c1', context } as const;
    const connect = { action: 'iot:Connect', resource: 'arn:aws:iot:eu-west-1:000000000000:client/light-1' };
    expect(createAuthorizer(store, clock, registry).authorize({ principal, ...connect })).toMatchObject({
      reason: expect.stringMatching(/^certificate c1 \(attached to light-9, not to light-1\) is not authorized to/),
      denial: { attachedThings: ['light-9'] },
    });
  });

  test('the denial contains the statement that denies the action', () => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    expect(decide(allow, { Sid: 'Silence', Effect: 'Deny', Action: 'iot:Publish', Resource: '*' })).toMatchObject({
      allowed: false,
      denial: { arn: publish, policies: ['device'], statement: { policy: 'device', sid: 'Silence' } },
    });
  });
});
