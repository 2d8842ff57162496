import type { MonitoredEnvironment } from './monitoring';
import { testMonitoring } from './monitoring.fixture';
import { narrowedScope } from './narrowed-scope';

const dev = testMonitoring.environment;
const shared: MonitoredEnvironment = { ...dev, datadog: { ...dev.datadog, organisation: 'shared' } };

describe('narrowedScope', () => {
  test('returns the query unchanged if the Datadog organization is not shared', () => {
    const query = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1';
    expect(narrowedScope(query, dev)).toBe(query);
  });

  test.each([
    ['sum:a{*}.as_count()', `sum:a{aws_account:${dev.account}}.as_count()`],
    [
      'sum:a{*} by {x} / sum:b{*} by {x}',
      `sum:a{aws_account:${dev.account}} by {x} / sum:b{aws_account:${dev.account}} by {x}`,
    ],
    ['sum:a{x:1,!y:2} by {z}', `sum:a{x:1,!y:2,aws_account:${dev.account}} by {z}`],
    ['sum:a{x:1 OR y:2}', `sum:a{(x:1 OR y:2) AND aws_account:${dev.account}}`],
  ])('narrows the scope to the account if the organization is shared: %s', (query, narrowed) => {
    expect(narrowedScope(`max(last_5m):${query} > 1`, shared)).toBe(`max(last_5m):${narrowed} > 1`);
  });
});
