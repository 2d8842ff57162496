import { PolicyError, parsePolicy } from '.';

function refusal(policy: unknown) {
  try {
    parsePolicy(policy);
  } catch (error) {
    if (error instanceof PolicyError) return { path: error.path, message: error.message };
    throw error;
  }
  throw new Error('nothing was rejected');
}

const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
const everybody = { Principal: '*', NotPrincipal: { AWS: '*' } };

describe('reading a policy', () => {
  test.each([
    ['{', '', /is not JSON/],
    [{ Version: '2012-10-18', Statement: [] }, 'Version', /2012-10-17/],
    [{ Statement: { ...allow, Effect: 'Maybe' } }, 'Statement.0.Effect', /"Allow" or "Deny"/],
    [{ Statement: [allow, { ...allow, NotAction: 'a:b' }] }, 'Statement.1', /Action or NotAction, not both/],
    [{ Statement: [{ ...allow, NotResource: '*' }] }, 'Statement.0', /Resource and NotResource/],
    [{ Statement: [{ ...allow, ...everybody }] }, 'Statement.0', /Principal and NotPrincipal/],
    [{ Statement: [{ ...allow, Ressource: '*' }] }, 'Statement.0', /Ressource/],
    [{ Statement: [{ ...allow, Principal: { Serivce: 'a' } }] }, 'Statement.0.Principal', /Serivce/],
    [{ Statement: [{ ...allow, Action: [] }] }, 'Statement.0.Action', /must not be empty/],
  ])('rejects %j with an error that contains the path', (policy, path, message) => {
    const error = refusal(policy);
    expect(error.path).toBe(path);
    expect(error.message).toMatch(message);
  });

  test('rejects a statement without a resource', () =>
    expect(refusal({ Statement: [{ Effect: 'Allow', Action: 'iot:Connect' }] })).toEqual({
      path: 'Statement.0',
      message: 'Statement.0: needs Resource or NotResource',
    }));

  test("accepts a role's trust policy, which contains a principal but no resource", () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(parsePolicy({ Version: '2012-10-17', Statement: [trust] }).Statement[0]?.Action).toEqual(['sts:AssumeRole']);
  });

  test.each([
    ['StringEqual', '; did you mean StringEquals?'],
    ['ForAnyValue:StringLik', '; did you mean StringLike?'],
    ['NumericNotLessThan', '; did you mean NumericLessThan?'],
    ['NullIfExists', '; did you mean Null?'],
    ['ForSomeValues:StringEquals', '; did you mean StringEquals?'],
    ['constructor', ''],
  ])('rejects the unknown condition operator %s, and suggests a similar operator', (operator, hint) => {
    const error = refusal({ Statement: [{ ...allow, Condition: { [operator]: { k: 'a' } } }] });
    expect(error.path).toBe(`Statement.0.Condition.${operator}`);
    expect(error.message).toBe(`${error.path}: ${operator} is not a condition operator${hint}`);
  });

  test('accepts every IAM operator, with quantifiers and IfExists', () => {
    const operators = ['StringNotEqualsIgnoreCase', 'ForAllValues:ArnNotLikeIfExists', 'BinaryEquals', 'NotIpAddress'];
    const Condition = Object.fromEntries([...operators, 'Null', 'DateNotEquals'].map((name) => [name, { k: 'a' }]));
    expect(() => parsePolicy({ Statement: { ...allow, Condition } })).not.toThrow();
  });
});
