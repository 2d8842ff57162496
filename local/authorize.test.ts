import { parsePolicy } from '../lib/policy';
import { createAuthorizer } from './authorize';
import type { Permission } from './iam/resource-policies';
import { memoryStore, type Store } from './store';

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

describe('a permission', () => {
  test('lets in the service that it names until it is taken back', () => {
    const authorizer = createAuthorizer(memoryStore(), clock);
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
    authorizer.resourcePolicies.permit(permission);
    expect(authorizer.authorize(call)).toEqual({ allowed: true });
    expect(authorizer.resourcePolicies.revoke(functionArn, 'rule-invokes')).toBe(true);
    expect(authorizer.resourcePolicies.revoke(functionArn, 'rule-invokes')).toBe(false);
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
  });

  test('of the same name takes the place of the one before', () => {
    const authorizer = createAuthorizer(memoryStore(), clock);
    authorizer.resourcePolicies.permit(permission);
    authorizer.resourcePolicies.permit({ ...permission, sourceArn: `${ruleArn}_of_another` });
    expect(authorizer.authorize(call)).toMatchObject({ allowed: false });
  });
});

test('permissions and attached policies are found again as plain JSON, by whoever opens their store', () => {
  const kept = new Map<string, Map<string, unknown>>();
  const first: Store = {
    collection<Value>(name: string) {
      const made = new Map<string, Value>();
      kept.set(name, made);
      return made;
    },
  };
  const before = createAuthorizer(first, clock);
  before.resourcePolicies.permit(permission);
  const Statement = { Effect: 'Allow', Action: 'iot:Publish', Resource: '*' };
  before.attachIotPolicy('c1', { name: 'light', document: parsePolicy({ Version: '2012-10-17', Statement }) });

  const plain = JSON.stringify([...kept].map(([name, values]) => [name, [...values]]));
  const read = new Map<string, []>(JSON.parse(plain));
  const after = createAuthorizer(
    { collection: <Value>(name: string) => new Map<string, Value>(read.get(name) ?? []) },
    clock,
  );
  expect(after.authorize(call)).toEqual({ allowed: true });
  const publish = { action: 'iot:Publish', resource: 'arn:aws:iot:ap-northeast-1:000000000000:topic/a' };
  const light = { kind: 'certificate', certificateId: 'c1', context: {} } as const;
  expect(after.authorize({ principal: light, ...publish })).toEqual({ allowed: true });
});
