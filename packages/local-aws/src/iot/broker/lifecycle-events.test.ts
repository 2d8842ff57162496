import type { Connection } from './connection';
import { createLifecycleEvents } from './lifecycle-events';

const hour = 3_600_000;

function recorded() {
  const clock = { at: 1_573_002_230_757, now: () => clock.at };
  const told: { topic: string; said: Record<string, unknown> }[] = [];
  const events = createLifecycleEvents(clock, '123456789012', ({ topic, payload }) => {
    told.push({ topic, said: JSON.parse(Buffer.from(payload).toString('utf8')) });
  });
  return { clock, told, events };
}

const connectionOf = (clientId: string): Connection => ({
  clientId,
  principal: { kind: 'certificate', certificateId: 'c0ffee', context: {} },
  source: { ip: '127.0.0.1', port: 40_000, domain: undefined },
  subscriptions: new Set(),
});

test('who comes and goes is told with one session and one version', () => {
  const { told, events, clock } = recorded();
  const light = connectionOf('light-1');
  events.connected(light);
  clock.at += 10;
  events.disconnected(light, 'CLIENT_INITIATED_DISCONNECT');
  const sessionIdentifier = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const common = { clientId: 'light-1', sessionIdentifier, principalIdentifier: 'c0ffee', versionNumber: 0 };
  expect(told).toEqual([
    {
      topic: '$aws/events/presence/connected/light-1',
      said: { ...common, timestamp: 1_573_002_230_757, eventType: 'connected', ipAddress: '127.0.0.1' },
    },
    {
      topic: '$aws/events/presence/disconnected/light-1',
      said: {
        ...common,
        timestamp: 1_573_002_230_767,
        eventType: 'disconnected',
        clientInitiatedDisconnect: true,
        disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
      },
    },
  ]);
  expect(told[0]?.said['sessionIdentifier']).toBe(told[1]?.said['sessionIdentifier']);
});

test('each connection of a client has a version of its own, which begins anew after an hour without any', () => {
  const { told, events, clock } = recorded();
  const come = () => {
    const connection = connectionOf('light-1');
    events.connected(connection);
    return connection;
  };
  const first = come();
  const second = come();
  events.disconnected(first, 'DUPLICATE_CLIENTID');
  clock.at += hour + 1;
  come();
  events.disconnected(second, 'CONNECTION_LOST');
  const versions = () => told.map(({ said }) => [said['eventType'], said['versionNumber']]);
  expect(versions()).toEqual([
    ['connected', 0],
    ['connected', 1],
    ['disconnected', 0],
    ['connected', 2],
    ['disconnected', 1],
  ]);
  const third = come();
  events.disconnected(third, 'CONNECTION_LOST');
  clock.at += hour;
  come();
  expect(versions().at(-1)).toEqual(['connected', 0]);
});

test('what a client listens to is told, and nothing of a name that could be a filter or of who was never let in', () => {
  const { told, events } = recorded();
  const light = connectionOf('light-1');
  events.connected(light);
  events.subscribed(light, ['a', 'b/+']);
  events.unsubscribed(light, ['a']);
  const odd = connectionOf('light-#');
  events.connected(odd);
  events.disconnected(connectionOf('light-2'), 'AUTH_ERROR');
  expect(told.slice(1).map(({ topic, said }) => [topic, said['topics']])).toEqual([
    ['$aws/events/subscriptions/subscribed/light-1', ['a', 'b/+']],
    ['$aws/events/subscriptions/unsubscribed/light-1', ['a']],
  ]);
});

test('somebody with AWS credentials is named by account and ID', () => {
  const { told, events } = recorded();
  const session = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/live', session: 'live-push' } as const;
  const by = { kind: 'service', service: 'lambda.amazonaws.com' } as const;
  events.connected({ ...connectionOf('page'), principal: { kind: 'user', name: 'local' } });
  events.connected({ ...connectionOf('function'), principal: { ...session, by } });
  expect(told.map(({ said }) => said['principalIdentifier'])).toEqual([
    '123456789012/local/local',
    '123456789012/live:live-push/live:live-push',
  ]);
});
