import { formatAxis, formatBytes, formatCount, formatDateTime, formatDuration, formatTime } from './format';

test.each([
  [formatCount(1_234_567), '1,234,567'],
  [formatAxis(0.1 + 0.2), '0.3'],
  [formatAxis(12_500), '12,500'],
  [formatAxis(1_795_954_354_972), '1.79595T'],
  [formatBytes(1_023), '1023 B'],
  [formatBytes(1_536), '1.5 KB'],
  [formatBytes(131_072), '128 KB'],
  [formatBytes(5 * 1024 * 1024), '5 MB'],
  [formatDuration(0), '0 ms'],
  [formatDuration(3.25), '3.3 ms'],
  [formatDuration(243.4), '243 ms'],
  [formatDuration(2_100), '2.1 s'],
  [formatDuration(120_000), '2 min'],
  [formatTime('2026-01-31T12:00:00.250Z'), '12:00:00'],
  [formatTime('2026-01-31T12:00:00.250Z', { milliseconds: true }), '12:00:00.250'],
  [formatDateTime('2026-01-31T12:00:00.250Z'), '2026-01-31 12:00:00'],
])('formats %s', (text, expected) => {
  expect(text).toBe(expected);
});
