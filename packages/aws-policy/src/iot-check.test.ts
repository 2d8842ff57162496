import { PolicyError } from './document';
import { iotArns } from './iot-arn';
import { checkIotPolicy } from './iot-check';
import { iotVariables, isIotVariable } from './iot-names';

const arns = iotArns({ region: 'ap-northeast-1', accountId: '000000000000' });
const thing = '${iot:Connection.Thing.ThingName}';

function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
}

function refusal(json: unknown): { message: string; path: string } | undefined {
  try {
    checkIotPolicy(json);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyError) return { message: error.message, path: error.path };
    throw error;
  }
}

const leastPrivilege = policy(
  {
    Action: 'iot:Connect',
    Resource: arns.client(thing),
    Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } },
  },
  { Action: ['iot:Publish', 'iot:Receive'], Resource: arns.topic(`$aws/things/${thing}/shadow/*`) },
  { Action: 'iot:Subscribe', Resource: arns.topicFilter(`$aws/things/${thing}/shadow/*`) },
);

describe('checkIotPolicy', () => {
  test('accepts a least-privilege policy, as an object or as JSON', () => {
    expect(checkIotPolicy(leastPrivilege)).toEqual([]);
    expect(checkIotPolicy(JSON.stringify(leastPrivilege, null, 2))).toEqual([]);
  });

  test.each([
    [
      { Action: 'iot:Publish', Resource: arns.topic('${iot:Connection.Thing.ThingNme}') },
      'Statement.0.Resource.0',
      /ThingNme is not a variable of AWS IoT policies; did you mean iot:Connection.Thing.ThingName\?/,
    ],
    [
      { Action: 'iot:Connect', Resource: '*', Condition: { Bool: { 'iot:Connection.Thing.Attached': 'true' } } },
      'Statement.0.Condition.Bool',
      /did you mean iot:Connection.Thing.IsAttached\?/,
    ],
    [
      { Action: 'iot:Connect', Resource: '*', Condition: { Boolean: { a: 'true' } } },
      'Statement.0.Condition.Boolean',
      /is not a condition operator/,
    ],
    [
      { Action: ['iot:Connect', 'iot:Publsh'], Resource: '*' },
      'Statement.0.Action.1',
      /iot:Publsh is not an action of AWS IoT policies; did you mean iot:Publish\?/,
    ],
    [{ Action: 'iot:CreateThing', Resource: '*' }, 'Statement.0.Action.0', /iot:CreateThing is not an action/],
    [{ Action: 'iot:Connect', Resource: '*', Principal: '*' }, 'Statement.0', /cannot contain a Principal/],
    [{ Action: 'iot:Connect' }, 'Statement.0', /needs Resource or NotResource/],
  ])('rejects %j', (statement, path, message) => {
    const found = refusal(policy(statement));
    expect(found?.path).toBe(path);
    expect(found?.message).toMatch(message);
  });

  test('rejects a document without the policy version that supports variables', () => {
    expect(refusal({ Statement: [] })?.path).toBe('Version');
  });

  test('excludes white space from the limit of 2,048 characters', () => {
    const statement = { Action: 'iot:Publish', Resource: arns.topic('') };
    const spare = 2048 - JSON.stringify(policy(statement)).length;
    const policyOfLength = (length: number) => policy({ ...statement, Resource: arns.topic('x'.repeat(length)) });
    expect(refusal(JSON.stringify(policyOfLength(spare), null, 4))).toBeUndefined();
    expect(refusal(policyOfLength(spare + 1))?.message).toMatch('at most 2048 characters, not 2049');
  });

  test.each([
    [{ Action: 'iot:*', Resource: arns.topic('a') }, 'Statement.0.Action.0', /allows every action/],
    [{ Action: 'iot:Publish', Resource: arns.topic('Sensor/+/x') }, 'Statement.0.Resource.0', /use \* or \?/],
    [
      { Effect: 'Deny', Action: 'iot:Subscribe', Resource: arns.topicFilter('secret/#') },
      'Statement.0.Resource.0',
      /matches only this exact topic filter/,
    ],
    [{ Action: 'iot:Subscribe', Resource: arns.topic('a') }, 'Statement.0.Action.0', /checked against topicfilter/],
    [{ Action: 'iot:Connect', Resource: arns.client('${iot:ClientId}') }, 'Statement.0.Resource.0', /IsAttached/],
    [{ Action: 'iot:Connect', Resource: '*' }, 'Statement.0.Resource.0', /IsAttached/],
  ])('warns of %j', (statement, path, message) => {
    expect(checkIotPolicy(policy(statement))).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test('accepts + and # in an allowed topic filter, because the device subscribes to exactly this filter', () => {
    const statement = { Action: 'iot:Subscribe', Resource: arns.topicFilter('Sensor/+/temp') };
    expect(checkIotPolicy(policy(statement))).toEqual([]);
  });

  test('ignores Terraform expressions', () => {
    const resource = 'arn:aws:iot:${var.region}:${data.aws_caller_identity.me.account_id}:topic/a';
    expect(checkIotPolicy(policy({ Action: 'iot:Publish', Resource: resource }))).toEqual([]);
  });
});

describe('known policy variables and resource types', () => {
  test('known variables include certificate fields with .List or an index, and thing attributes of any name', () => {
    expect(iotVariables.every(isIotVariable)).toBe(true);
    expect(isIotVariable('iot:Certificate.Subject.Organization.List')).toBe(true);
    expect(isIotVariable('iot:Certificate.Subject.Country.1')).toBe(true);
    expect(isIotVariable('iot:Certificate.Subject.Country.9')).toBe(false);
    expect(isIotVariable('iot:Connection.Thing.Attributes[room]')).toBe(true);
    expect(isIotVariable('iot:ClientID')).toBe(true);
    expect(isIotVariable('iot:Thing')).toBe(false);
  });

  test('known resource types correspond to the ARNs that AWS checks', () => {
    expect(arns.topicFilter('a/+')).toBe('arn:aws:iot:ap-northeast-1:000000000000:topicfilter/a/+');
    expect(iotArns({ partition: 'aws-cn', region: 'cn-north-1', accountId: '1' }).client('x')).toBe(
      'arn:aws-cn:iot:cn-north-1:1:client/x',
    );
  });
});
