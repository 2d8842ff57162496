import { evaluate, iotContext, type PolicyContext, parsePolicy } from '.';

const prefix = 'arn:aws:iot:ap-northeast-1:000000000000';

interface StatementCase {
  readonly statement: object;
  readonly version?: string | undefined;
  readonly resource: string;
  readonly context?: PolicyContext;
}

function decide({ statement, version = '2012-10-17', resource, context = {} }: StatementCase) {
  const document = parsePolicy({ Version: version, Statement: [{ Effect: 'Allow', Action: 'iot:*', ...statement }] });
  const policies = [{ name: 'device', document }];
  return evaluate({ policies, action: 'iot:Publish', resource: `${prefix}:${resource}`, context }).decision;
}

const own = { Resource: `${prefix}:topic/\${iot:ClientId}` };
const as = (clientId: string) => iotContext({ clientId, certificateId: 'c', attachedThings: [] });

describe('a policy variable', () => {
  test.each(['light-1', '*', '?', '\uE000', '\uE001', '$', '${iot:ClientId}'])(
    'replaces a variable with its literal value, so the client ID %j matches only its own topic',
    (clientId) => {
      const isAllowed = (topic: string) =>
        decide({ statement: own, resource: `topic/${topic}`, context: as(clientId) });
      const topics = ['light-1', 'light-2', '*', '?', '\uE000', '\uE001', '$', '${iot:ClientId}'];
      expect(topics.filter((topic) => isAllowed(topic) === 'allowed')).toEqual([clientId]);
    },
  );

  test('a variable with no value or several values matches no Resource', () => {
    expect(decide({ statement: own, resource: 'topic/a' })).toBe('not allowed');
    expect(decide({ statement: own, resource: 'topic/a', context: { 'iot:ClientId': ['a', 'b'] } })).toBe(
      'not allowed',
    );
  });

  test('a variable without a value makes an Allow with NotResource allow nothing, but does not weaken a Deny', () => {
    const statement = { NotResource: own.Resource };
    expect(decide({ statement, resource: 'topic/b', context: as('a') })).toBe('allowed');
    expect(decide({ statement, resource: 'topic/b' })).toBe('not allowed');
    expect(decide({ statement: { Effect: 'Deny', ...statement }, resource: 'topic/b' })).toBe('denied');
  });

  test('uses the default of a variable without a value', () => {
    const statement = { Resource: `${prefix}:topic/\${iot:ClientId, 'any, one'}` };
    expect(decide({ statement, resource: 'topic/any, one' })).toBe('allowed');
    expect(decide({ statement, resource: 'topic/a', context: as('a') })).toBe('allowed');
  });

  test.each(['*', '?', '$'])('${%s} is a literal character, not a variable', (character) => {
    const statement = { Resource: `${prefix}:topic/a\${${character}}` };
    expect(decide({ statement, resource: `topic/a${character}` })).toBe('allowed');
    expect(decide({ statement, resource: 'topic/ab' })).toBe('not allowed');
  });

  test('a variable is plain text in a document of version 2008-10-17, the default', () => {
    for (const version of [undefined, '2008-10-17']) {
      const statement = { Effect: 'Allow', Action: 'iot:*', Resource: own.Resource };
      const document = parsePolicy({ ...(version && { Version: version }), Statement: [statement] });
      const isAllowed = (topic: string) =>
        evaluate({
          policies: [{ name: 'device', document }],
          action: 'iot:Publish',
          resource: `${prefix}:topic/${topic}`,
          context: as('light-1'),
        }).decision;
      expect(isAllowed('light-1')).toBe('not allowed');
      expect(isAllowed('${iot:ClientId}')).toBe('allowed');
    }
  });
});
