import { event } from './event.fixture';
import type { EventNotice, Message } from './operations';
import { backOff, matchesFilter, openStream, type SocketListeners } from './stream';

const platform = {
  clock: { now: '2026-01-01T00:00:00.000Z', speed: 1 },
  events: { recorded: 0, leftOut: 0, capacity: 1 },
  payloads: { bytes: 0, limit: 1, dropped: 0 },
};

const message = (topic: string): Message => ({ topic, at: platform.clock.now, bytes: 0, qos: 0, retain: false });

interface FakeSocket {
  readonly listeners: SocketListeners;
  readonly sent: unknown[];
  isClosed: boolean;
}

function openedStream() {
  const sockets: FakeSocket[] = [];
  const onRejected = jest.fn();
  const stream = openStream({
    token: 'secret',
    connect(listeners) {
      const socket: FakeSocket = { listeners, sent: [], isClosed: false };
      sockets.push(socket);
      return {
        send: (text) => void socket.sent.push(JSON.parse(text)),
        close() {
          socket.isClosed = true;
        },
      };
    },
    clock: {
      now: Date.now,
      after(delay, run) {
        const timer = setTimeout(run, delay);
        return () => clearTimeout(timer);
      },
    },
    onRejected,
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    return socket;
  };
  const push = (events: readonly EventNotice[], messages: readonly Message[] = []) =>
    last().listeners.received(JSON.stringify({ events, messages, skipped: 0, sequence: 42, platform }));
  return { stream, sockets, last, push, onRejected };
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('sends the token first, and forwards events', () => {
  const { stream, last, push } = openedStream();
  const received: EventNotice[] = [];
  stream.onEvents((events) => received.push(...events));
  last().listeners.opened();
  expect(last().sent).toEqual([{ token: 'secret' }]);
  push([event({ id: 7 })]);
  expect(received.map(({ id }) => id)).toEqual([7]);
});

test('reconnects with back-off, and continues after the last push', () => {
  const { stream, sockets, last, push } = openedStream();
  last().listeners.opened();
  push([event({ id: 7 })]);
  last().listeners.closed(1006);
  expect(stream.status()).toMatchObject({ state: 'lost' });
  jest.advanceTimersByTime(backOff(0));
  last().listeners.closed(1006);
  jest.advanceTimersByTime(backOff(0));
  expect(sockets).toHaveLength(2);
  jest.advanceTimersByTime(backOff(1) - backOff(0));
  expect(sockets).toHaveLength(3);
  last().listeners.opened();
  expect(last().sent).toEqual([{ token: 'secret', after: 42 }]);
  expect(stream.status()).toEqual({ state: 'open' });
});

test('does not reconnect if the token is rejected or the stream was closed', () => {
  const { stream, sockets, last, onRejected } = openedStream();
  last().listeners.closed(4401);
  expect(onRejected).toHaveBeenCalledTimes(1);
  stream.close();
  last().listeners.closed(1006);
  jest.runAllTimers();
  expect(sockets).toHaveLength(1);
  expect(last().isClosed).toBe(true);
});

test('subscribes to the filters of all listeners, also after reconnecting', () => {
  const { stream, last, push } = openedStream();
  last().listeners.opened();
  const received: string[] = [];
  const remove = stream.onMessages(['a/+'], (messages) => received.push(...messages.map(({ topic }) => topic)));
  stream.onMessages(['a/+', 'b/#'], () => undefined);
  push([], [message('a/1'), message('b/1')]);
  expect(received).toEqual(['a/1']);
  last().listeners.closed(1006);
  jest.runOnlyPendingTimers();
  last().listeners.opened();
  expect(last().sent).toEqual([{ token: 'secret', after: 42 }, { subscribe: ['a/+', 'b/#'] }]);
  remove();
  expect(last().sent.at(-1)).toEqual({ subscribe: ['a/+', 'b/#'] });
});

test.each([
  ['a/b', 'a/b', true],
  ['a/+', 'a/b', true],
  ['a/+', 'a/b/c', false],
  ['a/#', 'a', true],
  ['#', 'a/b', true],
  ['#', '$aws/things', false],
  ['$aws/#', '$aws/things', true],
  ['a', 'a/b', false],
])('filter %s on topic %s: %s', (filter, topic, expected) => {
  expect(matchesFilter(filter, topic)).toBe(expected);
});
