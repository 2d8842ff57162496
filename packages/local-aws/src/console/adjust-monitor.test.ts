import { readApiMonitor } from '@himeshima/datadog-monitors';
import { adjustableIn, adjustMonitor } from './adjust-monitor';

const monitor = (query: string, critical = 5) =>
  readApiMonitor({ name: 'n', type: 'query alert', query, message: '', options: { thresholds: { critical } } });

const errors = monitor('sum(last_10m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 5');

test('reads the values that can be changed', () => {
  expect(adjustableIn(errors)).toEqual({ threshold: 5, windowMinutes: 10, delaySeconds: 0 });
  const composite = readApiMonitor({ name: 'n', type: 'composite', query: '1 && 2', message: '', options: {} });
  expect(adjustableIn(composite)).toEqual({});
});

test.each([
  [{ threshold: 7.5 }, 'sum(last_10m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 7.5', 7.5],
  [{ windowMinutes: 120 }, 'sum(last_2h):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 5', 5],
  [{ windowMinutes: 45 }, 'sum(last_45m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 5', 5],
])('changes the query and the threshold: %j', (change, query, critical) => {
  const changed = adjustMonitor(errors, change);
  expect([changed.query, changed.thresholds.critical]).toEqual([query, critical]);
});

test('changes the delay without changing the query', () => {
  expect(adjustMonitor(errors, { delaySeconds: 900 })).toEqual({ ...errors, evaluationDelaySeconds: 900 });
});

test('changes a negative threshold', () => {
  expect(adjustMonitor(monitor('avg(last_5m):avg:a.b{*} < -1e3', -1000), { threshold: -2 }).query).toBe(
    'avg(last_5m):avg:a.b{*} < -2',
  );
});
