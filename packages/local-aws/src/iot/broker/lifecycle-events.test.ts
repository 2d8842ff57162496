import type { Connection } from './connection';
import { createLifecycleEvents } from './lifecycle-events';

const hour = 3_600_000;

function recorded() {
  const clock = { at: 1_573_002_230_757, now: () => clock.at };
  const published: { topic: string; body: Record<string, unknown> }[] = [];
  const events = createLifecycleEvents(clock, '123456789012', ({ topic, payload }) => {
    published.push({ topic, body: JSON.parse(Buffer.from(payload).toString('utf8')) });
  });
  return { clock, published, events };
}

const connectionOf = (clientId: string): Connection => ({
  clientId,
  principal: { kind: 'certificate', certificateId: 'c0ffee', context: {} },
  source: { ip: '127.0.0.1', port: 40_000, domain: undefined },
  subscriptions: new Set(),
  session: { keepAliveSeconds: 60, isClean: true },
});

test('publishes connect and disconnect events with the same session identifier and version number', () => {
  const { published, events, clock } = recorded();
  const light = connectionOf('light-1');
  events.connected(light);
  clock.at += 10;
  events.disconnected(light, 'CLIENT_INITIATED_DISCONNECT');
  const sessionIdentifier = expect.stringMatching(/^[0-9a-f-]{36}$/);
  const common = { clientId: 'light-1', sessionIdentifier, principalIdentifier: 'c0ffee', versionNumber: 0 };
  expect(published).toEqual([
    {
      topic: '$aws/events/presence/connected/light-1',
      body: { ...common, timestamp: 1_573_002_230_757, eventType: 'connected', ipAddress: '127.0.0.1' },
    },
    {
      topic: '$aws/events/presence/disconnected/light-1',
      body: {
        ...common,
        timestamp: 1_573_002_230_767,
        eventType: 'disconnected',
        clientInitiatedDisconnect: true,
        disconnectReason: 'CLIENT_INITIATED_DISCONNECT',
      },
    },
  ]);
  expect(published[0]?.body['sessionIdentifier']).toBe(published[1]?.body['sessionIdentifier']);
});

test('increments the version number each time a client connects, and resets it to 0 after an hour without a connection', () => {
  const { published, events, clock } = recorded();
  const connect = () => {
    const connection = connectionOf('light-1');
    events.connected(connection);
    return connection;
  };
  const first = connect();
  const second = connect();
  events.disconnected(first, 'DUPLICATE_CLIENTID');
  clock.at += hour + 1;
  connect();
  events.disconnected(second, 'CONNECTION_LOST');
  const versions = () => published.map(({ body }) => [body['eventType'], body['versionNumber']]);
  expect(versions()).toEqual([
    ['connected', 0],
    ['connected', 1],
    ['disconnected', 0],
    ['connected', 2],
    ['disconnected', 1],
  ]);
  const third = connect();
  events.disconnected(third, 'CONNECTION_LOST');
  clock.at += hour;
  connect();
  expect(versions().at(-1)).toEqual(['connected', 0]);
});

test('publishes subscription events, except for client IDs with wildcards and clients that were never admitted', () => {
  const { published, events } = recorded();
  const light = connectionOf('light-1');
  events.connected(light);
  events.subscribed(light, ['a', 'b/+']);
  events.unsubscribed(light, ['a']);
  const odd = connectionOf('light-#');
  events.connected(odd);
  events.disconnected(connectionOf('light-2'), 'AUTH_ERROR');
  expect(published.slice(1).map(({ topic, body }) => [topic, body['topics']])).toEqual([
    ['$aws/events/subscriptions/subscribed/light-1', ['a', 'b/+']],
    ['$aws/events/subscriptions/unsubscribed/light-1', ['a']],
  ]);
});

test('identifies a client with AWS credentials by account and ID', () => {
  const { published, events } = recorded();
  const session = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/live', session: 'live-push' } as const;
  const by = { kind: 'service', service: 'lambda.amazonaws.com' } as const;
  events.connected({ ...connectionOf('page'), principal: { kind: 'user', name: 'local' } });
  events.connected({ ...connectionOf('function'), principal: { ...session, by } });
  expect(published.map(({ body }) => body['principalIdentifier'])).toEqual([
    '123456789012/local/local',
    '123456789012/live:live-push/live:live-push',
  ]);
});
