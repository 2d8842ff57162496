import { eventPage } from './event-page';

const eventsAt = (...timestamps: readonly number[]) => timestamps.map((timestamp) => ({ timestamp }));
const times = ({ events }: { events: readonly { timestamp: number }[] }) => events.map(({ timestamp }) => timestamp);
const forward = { limit: 2, startFromHead: true };
const backward = { limit: 2, startFromHead: false };

test('reads a stream from its beginning, and repeats the token at its end until an event arrives', () => {
  const events = eventsAt(10, 10, 10, 20);
  const first = eventPage(events, forward);
  const second = eventPage(events, { ...forward, nextToken: first.nextForwardToken });
  expect([times(first), times(second)]).toEqual([
    [10, 10],
    [10, 20],
  ]);
  const end = eventPage(events, { ...forward, nextToken: second.nextForwardToken });
  expect(end).toMatchObject({ events: [], nextForwardToken: second.nextForwardToken });
  const later = eventPage(eventsAt(10, 10, 10, 20, 20), { ...forward, nextToken: end.nextForwardToken });
  expect(times(later)).toEqual([20]);
});

test('reads the latest events by default, and the events before them with the backward token', () => {
  const events = eventsAt(1, 2, 3);
  const latest = eventPage(events, backward);
  const earlier = eventPage(events, { ...forward, nextToken: latest.nextBackwardToken });
  expect([times(latest), times(earlier)]).toEqual([[2, 3], [1]]);
  const beginning = eventPage(events, { ...backward, nextToken: earlier.nextBackwardToken });
  expect(beginning).toMatchObject({ events: [], nextBackwardToken: earlier.nextBackwardToken });
});

test('the tokens of an empty stream return the first event that arrives', () => {
  const { nextForwardToken, nextBackwardToken } = eventPage([], backward);
  expect(nextBackwardToken).toMatch(/^b\/\d{56}$/);
  expect(times(eventPage(eventsAt(5), { ...forward, nextToken: nextForwardToken }))).toEqual([5]);
});

test.each(['f/end', 'n/00', 'x'])('rejects the token %s', (nextToken) => {
  expect(() => eventPage([], { ...forward, nextToken })).toThrow('The specified nextToken is invalid.');
});
