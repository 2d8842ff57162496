import { dayBefore } from './day';

test.each([
  ['2026-11-24T17:00:00Z', '2026-11-24', '2026-11-23T15:00:00.000Z', '2026-11-24T15:00:00.000Z'],
  ['2026-11-24T15:00:00Z', '2026-11-24', '2026-11-23T15:00:00.000Z', '2026-11-24T15:00:00.000Z'],
  ['2026-11-24T14:59:59Z', '2026-11-23', '2026-11-22T15:00:00.000Z', '2026-11-23T15:00:00.000Z'],
  ['2026-12-31T17:00:00Z', '2026-12-31', '2026-12-30T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
])('at %s, the last complete day in Japan is %s', (time, date, from, to) => {
  expect(dayBefore(time, Date.parse(time))).toEqual({ date, from: Date.parse(from), to: Date.parse(to) });
});

test('returns the elapsed part of the current day and rejects a future day', () => {
  const noon = Date.parse('2026-11-24T03:00:00Z');
  expect(dayBefore('2026-11-24T23:59:59Z', noon)).toEqual({
    date: '2026-11-24',
    from: Date.parse('2026-11-23T15:00:00Z'),
    to: noon,
  });
  expect(() => dayBefore('2026-11-25T23:59:59Z', noon)).toThrow('2026-11-25 has not started in Japan');
});
