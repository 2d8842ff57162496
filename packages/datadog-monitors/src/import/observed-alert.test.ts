import { parseApiMonitor } from '../api/api-monitor';
import { notationOf, observeAlert } from './observed-alert';

const observed = (type: string, query: string, options: object = {}) => {
  const found = observeAlert(parseApiMonitor({ name: 'x', type, query, message: 'x', options }));
  return found && [found.series.map((one) => `${one.name} ${notationOf(one, found)}`), found.alertMinute];
};

describe('observeAlert', () => {
  test.each<[string, string, object, unknown]>([
    ['metric alert', 'avg(last_5m):avg:a.b{*} > 10', {}, [['a.b 10x22 11x10'], 23]],
    [
      'metric alert',
      'avg(last_5m):avg:a.b{env:prod,!x:y} by {host} < 10',
      {},
      [['a.b{host:a,env:prod} 10x22 9x10'], 23],
    ],
    [
      'query alert',
      'sum(last_5m):sum:a.errors{*}.as_count() / sum:a.calls{*}.as_count() > 0.5',
      { evaluation_delay: 900 },
      [['a.errors 0x52 200x25', 'a.calls 100x78'], expect.any(Number)],
    ],
    [
      'service check',
      '"a.up".over("env:prod").by("host").last(3).count_by_status()',
      { thresholds: { critical: 2 } },
      [['a.up{host:a,env:prod} 0x18 2x8'], 20],
    ],
    ['log alert', 'logs("x").index("*").rollup("count").last("5m") > 10', {}, [['logs 0x22 21x10'], 23]],
    [
      'log alert',
      'logs("x").index("*").rollup("count").by("service").last("5m") > 10',
      {},
      [['logs{service:a} 1x22 21x10'], 23],
    ],
  ])('finds an alert of a %s: %s', (type, query, options, expected) => {
    expect(observed(type, query, options)).toEqual(expected);
  });

  test.each([
    ['query alert', "avg(last_4h):anomalies(avg:a.b{*}, 'basic', 2) >= 1"],
    ['composite', '1 && 2'],
    ['metric alert', 'avg(last_1w):avg:a.b{*} > 10'],
    ['metric alert', 'broken'],
  ])('finds no alert of a %s that is not evaluated or would be slow to simulate: %s', (type, query) => {
    expect(observed(type, query)).toBeUndefined();
  });
});
