import { createAuthorizer } from './authorize';
import { createEventBus, type PlatformEvent } from './events';
import { functionRole } from './iam/principal';
import { logAccessDenied } from './log-access-denied';
import { memoryStore } from './store';

const role = 'arn:aws:iam::000000000000:role/power-on';
const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table/device-power';
const statement = (Effect: string, more: object = {}) => ({ Effect, Action: 'dynamodb:*', Resource: '*', ...more });
const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = json({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

/** Returns the events of calls by a function whose role has the policy. */
function eventsOf(policy: string, { trusting = trust, calls = 1 } = {}): readonly PlatformEvent[] {
  const clock = { now: () => 0 };
  const authorizer = createAuthorizer(memoryStore(), clock);
  const bus = createEventBus(clock);
  const events: PlatformEvent[] = [];
  bus.listen((event) => events.push(event));
  logAccessDenied(authorizer, bus);
  authorizer.roles.declare({ arn: role, name: 'power-on', trust: trusting, boundary: undefined });
  authorizer.roles.putPolicy('power-on', { name: 'mine', document: policy });
  for (let call = 0; call < calls; call++)
    authorizer.authorize({
      principal: functionRole(role, 'power-on'),
      action: 'dynamodb:PutItem',
      resource: table,
      cause: bus.begin(undefined),
    });
  return events;
}

test('a denial contains the cause of the call and the statement that denies the call', () => {
  expect(eventsOf(json(statement('Allow'), statement('Deny', { Sid: 'Never' })))).toMatchObject([
    {
      kind: 'refused',
      who: 'power-on',
      cause: 1,
      trace: 1,
      arn: table,
      policies: ['mine'],
      statement: { policy: 'mine', sid: 'Never' },
    },
  ]);
});

test('a repeated denial is reported with the cause of each call and the deciding statement', () => {
  const denied = eventsOf(json(statement('Deny', { Sid: 'Never' })), { calls: 3 });
  const deciding = { policy: 'mine', sid: 'Never' };
  expect(denied.map((event) => [event.cause, event.kind === 'refused' && event.statement])).toEqual([
    [1, deciding],
    [3, deciding],
    [5, deciding],
  ]);
});

test('if no statement denies the call, the denial contains the missing statement that would allow it', () => {
  const missing = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table };
  expect(eventsOf(json())).toMatchObject([{ cause: 1, arn: table, policies: ['mine'], missing }]);
});

test('a missing statement of a trust policy is not shown as a statement of the role', () => {
  const [denied] = eventsOf(json(statement('Allow')), { trusting: json() });
  expect(denied).toMatchObject({ cause: 1, arn: role });
  expect(denied).not.toHaveProperty('missing');
});

test('an allowed call is not reported', () => {
  expect(eventsOf(json(statement('Allow')), { calls: 2 })).toEqual([]);
});
