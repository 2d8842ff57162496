import * as fc from 'fast-check';
import { parsePolicy } from './document';
import { evaluate, type NamedPolicy } from './evaluate';
import { iotContext } from './iot-context';
import { listPermits, literal } from './list-permits';

const policy = (name: string, ...Statement: object[]): NamedPolicy => ({
  name,
  document: parsePolicy({ Version: '2012-10-17', Statement }),
});
const allow = (Resource: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action: 'iot:Publish',
  Resource,
  ...more,
});
const deny = (Resource: string) => ({ Effect: 'Deny', Action: 'iot:*', Resource });
const light = iotContext({ clientId: 'light-1', certificateId: 'c', attachedThings: ['light-1'] });
const own = 'topic/${iot:Connection.Thing.ThingName}/state';

test("resolves a known principal's variables and returns the statement", () => {
  const carrier = { name: 'light-1', policies: [policy('device', allow(own))], context: light };
  expect(listPermits([carrier], 'iot:Publish', 'topic/light-1/*')).toEqual([
    {
      carrier: 'light-1',
      statement: { policy: 'device', sid: 'statement 1' },
      resource: own,
      filledResource: 'topic/light-1/state',
      conditions: [],
    },
  ]);
  expect(listPermits([carrier], 'iot:Publish', 'topic/light-2/*')).toEqual([]);
  expect(listPermits([carrier], 'iot:Receive', 'topic/light-1/*')).toEqual([]);
});

test('lists an unknown principal if its variables could have matching values', () => {
  const carrier = { name: 'lights', policies: [policy('device', allow(own))] };
  expect(listPermits([carrier], 'iot:Publish', 'topic/light-2/*')).toHaveLength(1);
  expect(listPermits([carrier], 'iot:Publish', 'topic/light-2/command')).toEqual([]);
});

test('omits a statement whose condition is not satisfied, and lists conditions that cannot be evaluated', () => {
  const attached = { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } };
  const policies = [policy('device', allow('topic/a', attached))];
  const stranger = iotContext({ clientId: 'x', certificateId: 'c', attachedThings: [] });
  const found = listPermits(
    [
      { name: 'stranger', policies, context: stranger },
      { name: 'unknown', policies },
    ],
    'iot:Publish',
    'topic/*',
  );
  expect(found.map(({ carrier, conditions }) => [carrier, conditions])).toEqual([
    ['unknown', ['Bool iot:Connection.Thing.IsAttached true']],
  ]);
});

test('a Deny removes only permissions that it covers completely', () => {
  const policies = [policy('device', allow(['topic/a/*', 'topic/b']), deny('topic/b'))];
  const found = listPermits([{ name: 'one', policies, context: light }], 'iot:Publish', 'topic/*');
  expect(found.map(({ resource }) => resource)).toEqual(['topic/a/*']);
  expect(listPermits([{ name: 'one', policies, context: light }], 'iot:Publish', 'topic/b')).toEqual([]);
});

const segment = fc.constantFrom('a', 'b', '*', '?', '${iot:ClientId}', 'a*', '$aws', '${*}');
const resource = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.constantFrom('iot:Publish', 'iot:*', 'iot:Receive'),
  Resource: resource,
});

test('lists every principal that a policy allows', () => {
  const topic = fc.array(fc.constantFrom('a', 'b', 'ab', 'light-1', '*', '$aws', '${iot:ClientId}'), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), topic, (statements, parts) => {
      const policies = [policy('p', ...statements)];
      const name = parts.join('/');
      const { decision } = evaluate({ policies, action: 'iot:Publish', resource: name, context: light });
      const listed = listPermits([{ name: 'one', policies, context: light }], 'iot:Publish', literal(name)).length > 0;
      const anybody = listPermits([{ name: 'any', policies }], 'iot:Publish', literal(name)).length > 0;
      // the result is exact for a single resource and a known principal
      expect(listed).toBe(decision === 'allowed');
      if (listed) expect(anybody).toBe(true);
    }),
    { numRuns: 500 },
  );
});
