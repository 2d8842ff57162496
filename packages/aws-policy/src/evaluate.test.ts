import { fc, test as property } from '@fast-check/jest';
import { evaluate, iotContext, parsePolicy } from '.';
import { fitsWildcard } from './wildcard';

const prefix = 'arn:aws:iot:ap-northeast-1:000000000000';

const device = parsePolicy({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iot:Connect',
      Resource: `${prefix}:client/\${iot:Connection.Thing.ThingName}`,
      Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
    },
    {
      Effect: 'Allow',
      Action: ['iot:Publish'],
      Resource: [`${prefix}:topic/$aws/things/\${iot:Connection.Thing.ThingName}/shadow/*`],
    },
    { Sid: 'NoSecrets', Effect: 'Deny', Action: 'iot:*', Resource: `${prefix}:topic/*/secret` },
  ],
});

const asLight1 = iotContext({ clientId: 'light-1', certificateId: 'c1', attachedThings: ['light-1'] });

const decide = (action: string, resource: string, context = asLight1) =>
  evaluate({ policies: [{ name: 'device', document: device }], action, resource: `${prefix}:${resource}`, context });

test('ignores Allow statements of policies in `denying`', () => {
  const of = (Effect: string, Sid: string) => ({
    name: 'group',
    document: parsePolicy({ Version: '2012-10-17', Statement: { Sid, Effect, Action: 'iot:*', Resource: '*' } }),
  });
  const request = { action: 'iot:Publish', resource: `${prefix}:topic/a`, context: {} };
  const allow = of('Allow', 'Yes');
  expect(evaluate({ ...request, policies: [], denying: [allow] })).toEqual({ decision: 'not allowed' });
  expect(evaluate({ ...request, policies: [allow], denying: [allow, of('Deny', 'No')] })).toEqual({
    decision: 'denied',
    statement: { policy: 'group', sid: 'No' },
  });
});

describe('a device policy', () => {
  test('allows the device to connect with its thing name as the client ID', () =>
    expect(decide('iot:Connect', 'client/light-1')).toEqual({
      decision: 'allowed',
      statement: { policy: 'device', sid: 'statement 1' },
    }));

  test('does not allow the device to connect with another client ID', () => {
    const context = iotContext({ clientId: 'light-2', certificateId: 'c1', attachedThings: ['light-1'] });
    expect(decide('iot:Connect', 'client/light-2', context).decision).toBe('not allowed');
  });

  test('allows the device to publish only to its own shadow', () => {
    expect(decide('iot:Publish', 'topic/$aws/things/light-1/shadow/update').decision).toBe('allowed');
    expect(decide('iot:Publish', 'topic/$aws/things/light-2/shadow/update').decision).toBe('not allowed');
  });

  test('returns an explicit Deny rather than an Allow', () =>
    expect(decide('iot:Publish', 'topic/$aws/things/light-1/shadow/secret')).toEqual({
      decision: 'denied',
      statement: { policy: 'device', sid: 'NoSecrets' },
    }));

  test('treats wildcards in a client ID as literal characters', () => {
    const context = iotContext({ clientId: '*', certificateId: 'c1', attachedThings: ['*'] });
    expect(decide('iot:Publish', 'topic/$aws/things/light-1/shadow/update', context).decision).toBe('not allowed');
  });
});

describe("a function's resource policy", () => {
  const document = parsePolicy({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: 'iot.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: 'arn:aws:lambda:ap-northeast-1:000000000000:function:power-on',
      Condition: {
        ArnLike: { 'AWS:SourceArn': `${prefix}:rule/power_on` },
        StringEquals: { 'AWS:SourceAccount': '000000000000' },
      },
    },
  });
  const by = (rule: string, service = 'iot.amazonaws.com') =>
    evaluate({
      policies: [{ name: 'power-on', document }],
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:ap-northeast-1:000000000000:function:power-on',
      principal: { kind: 'Service', id: service },
      context: { 'aws:SourceArn': `${prefix}:rule/${rule}`, 'aws:SourceAccount': '000000000000' },
    }).decision;

  test('allows only the named rule and service', () => {
    expect(by('power_on')).toBe('allowed');
    expect(by('other')).toBe('not allowed');
    expect(by('power_on', 'events.amazonaws.com')).toBe('not allowed');
  });
});

/** Matches IAM's wildcards with a regular expression, as a slow and simple reference. */
const oracle = (pattern: string, text: string) =>
  new RegExp(
    `^${[...pattern].map((character) => (character === '*' ? '.*' : character === '?' ? '.' : character.replace(/[\\^$.|+()[\]{}#]/, '\\$&'))).join('')}$`,
    's',
  ).test(text);

const few = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?', '+', '#'), maxLength: 8 });

property.prop([few, few])('fitsWildcard agrees with the regular expression', (pattern, text) =>
  expect(fitsWildcard(pattern, text)).toBe(oracle(pattern, text)),
);
