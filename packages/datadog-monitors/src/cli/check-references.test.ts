import { readTerraformMonitor } from '../monitor/read-monitor';
import { referenceProblems } from './check-references';

const read = (type: string, query: string) => readTerraformMonitor({ name: type, type, query, message: '' });
const monitors = [
  { id: 'load', definition: read('metric alert', 'avg(last_5m):avg:system.load.1{*} > 4') },
  { id: 'both', definition: read('composite', '1 && 2') },
];
const slo = (name: string) => (name === 'shop' ? { target: 90, good: 'sum:a{*}', total: 'sum:b{*}' } : undefined);
const messages = (type: string, query: string) =>
  referenceProblems(read(type, query), { monitors, slo }).map(({ message, column }) => [message, column]);
const burnRate = (name: string, rate: number) =>
  `burn_rate("${name}").over("30d").long_window("1h").short_window("5m") > ${rate}`;

describe('referenceProblems', () => {
  test('accepts members in the files, and Datadog ids and data sources, which the files need not contain', () => {
    expect(messages('composite', '${datadog_monitor.load.id} && !4711 && ${data.datadog_monitor.other.id}')).toEqual(
      [],
    );
  });

  test('rejects nested composites and undeclared monitors', () => {
    expect(messages('composite', '${datadog_monitor.both.id} && ${datadog_monitor.gone.id}')).toEqual([
      ['${datadog_monitor.both.id} is a composite, and composites cannot be nested', 1],
      ['unknown monitor ${datadog_monitor.gone.id}', 31],
    ]);
  });

  test('rejects a burn rate that the SLO can never reach', () => {
    expect(messages('slo alert', burnRate('shop', 14.4))).toEqual([
      [expect.stringContaining('the burn rate is at most 10'), expect.any(Number)],
    ]);
    expect(messages('slo alert', burnRate('shop', 9))).toEqual([]);
    expect(messages('slo alert', burnRate('other', 14.4))).toEqual([]);
  });
});
