import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { series } from '../series/series';
import { runOver } from './run-over-series';

test('rejects an unknown SLO and reports its name', () => {
  const definition = readApiMonitor({
    name: 'Burns',
    type: 'slo alert',
    query: 'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 10',
    message: '',
  });
  const source = { monitors: [], catalogue, slo: () => undefined };
  expect(() => runOver(definition, [series('a.b', '1')], {}, source)).toThrow(
    'unknown SLO abc; use the try command, which accepts an SLO definition',
  );
});

test('rejects a log monitor without counts or events', () => {
  const query = 'logs("status:error").index("*").rollup("count").last("5m") > 10';
  const definition = readApiMonitor({ name: 'Errors', type: 'log alert', query });
  const source = { monitors: [], catalogue, slo: () => undefined };
  expect(() => runOver(definition, [series('a.b', '1')], {}, source)).toThrow(
    "no series for logs (given: a.b); add --events logs=FILE, or if a series is known to be empty, add --series 'logs=_'",
  );
});
