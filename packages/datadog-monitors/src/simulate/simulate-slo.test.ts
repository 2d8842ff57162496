import { changes, testCatalogue } from '../evaluate/monitor.fixture';
import { readApiMonitor } from '../monitor/read-monitor';
import { series, sourceOf } from '../series/series';
import { simulateSlo } from './simulate-slo';

const slo = {
  target: 99,
  good: 'sum:t.count{*}.as_count()',
  total: 'sum:t.count{*}.as_count() + sum:t.errors{*}.as_count()',
};

function run(query: string, errors: string, to: number) {
  const definition = readApiMonitor({ name: 'burns', type: 'slo alert', query });
  const source = sourceOf(series('t.count', '90x2000'), series('t.errors', errors));
  return changes(simulateSlo(definition, slo, source, { to, catalogue: testCatalogue }));
}

// With a budget of 1%, 10 errors in 100 events burn the budget ten times too fast
// (docs.datadoghq.com/service_level_objectives/burn_rate)
describe('a burn rate', () => {
  const query = 'burn_rate("x").over("30d").long_window("1h").short_window("5m") > 5';

  test('alerts once both windows exceed the threshold', () => {
    // 29 of 60 minutes have 10 errors each: 290 of 5,690 events is over 5%
    expect(run(query, '0x59 10x60', 120)).toEqual(['88 Alert']);
  });

  test('recovers when the short window recovers, well before the long window does', () => {
    expect(run(query, '0x59 10x60 0x100', 200)).toEqual(['88 Alert', '123 OK']);
  });

  test('does not alert if only the short window exceeds the threshold', () => {
    expect(run(query, '0x59 10x9 0x100', 150)).toEqual([]);
  });
});

// Source: docs.datadoghq.com/service_level_objectives/error_budget
test('alerts on an error budget when the given percentage is consumed', () => {
  // 73 minutes with 10 errors each: 730 of 97,300 events is over 0.75%; a window of a week is evaluated every half hour
  expect(run('error_budget("x").over("7d") > 75', '0x999 10x500', 1400)).toEqual(['1080 Alert']);
});
