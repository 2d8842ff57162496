import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';

const summaries = (monitors: Readonly<Record<string, object>>) => {
  const base = { type: 'metric alert', name: 'n', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'm' };
  const resource_changes = Object.entries(monitors).map(([name, values]) => ({
    address: `datadog_monitor.${name}`,
    type: 'datadog_monitor',
    name,
    change: { actions: ['create'], before: null, after: { ...base, ...values } },
  }));
  return reviewOf(planOf({ resource_changes }, { stack: 'dev' })).monitors.map(({ summary }) =>
    plain(summary).replace(/ is new.*/, ''),
  );
};

test('lists urgent monitors first, and shows the source of the urgency', () =>
  expect(
    summaries({
      a: { tags: ['severity:ticket'] },
      b: {},
      c: { priority: 2 },
      d: { message: '@pagerduty-iot' },
      e: { tags: ['team:iot', 'severity:page'] },
    }),
  ).toEqual(['d (pages)', 'e (severity:page)', 'c (P2)', 'b', 'a (severity:ticket)']));
