import { fc, test as property } from '@fast-check/jest';
import { parseMonitorQuery } from './monitor-query';
import { print } from './print';
import { QueryError } from './query-error';

const check = '"ntp.in_sync".over("env:prod").exclude("host:a").by("host","role").last(3).count_by_status()';
const logs = 'logs("service:a AND \\"timed out\\"").index("main").rollup("count").by("host").last("5m") > 100';
const burn = 'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 14.4';

// Source: API reference, "Create a monitor"; docs.datadoghq.com/monitors/types/composite;
// docs.datadoghq.com/service_level_objectives/burn_rate
describe('parseMonitorQuery', () => {
  test.each([
    ['service check', check],
    ['service check', '"a.b".over("*").last(1).pct_by_status()'],
    ['log alert', logs],
    ['log alert', 'logs("*").index("*").rollup("cardinality","@usr.id").last("current_1d") >= 5'],
    ['event-v2 alert', 'events("source:aws").rollup("count").last("15m") > 0'],
    ['trace-analytics alert', 'trace-analytics("service:a").rollup("pc95","@duration").last("1h") > 2'],
    ['slo alert', burn],
    ['slo alert', 'error_budget("abc").over("7d") > 75'],
    ['composite', '1 && !(2 || 3) && ${datadog_monitor.a.id}'],
    ['composite', 'states_executions_failed || lambda_errors && sqs'],
    ['rum alert', 'rum("@type:error").rollup("count").last("5m") > 1'],
    ['event alert', 'events("source:aws").rollup("count").last("15m") > 0'],
    ['error-tracking alert', 'error-tracking-rum("service:a").rollup("count").by("@issue.id").last("1h") >= 1'],
    ['error-tracking alert', 'error-tracking("a").source("backend").new().rollup("count").last("1d") > 0'],
    ['error-tracking alert', 'error-tracking("a").impact().rollup("count").by("@issue.id").last("1d") > 9'],
    ['llm-observability alert', 'llm-observability("*").rollup("count").last("2h") > 0'],
    ['service check', '"a.b".by("host").last(2).count_by_status()'],
    ['query alert', 'formula("query1").rollup("sum").last("5m") > 124'],
    ['log alert', 'formula("(failed / total) * 100").last("30m") > 90'],
    ['log alert', 'formula("default_zero(a) / default_zero(b)").by("host").last("1h") >= 0.5'],
    ['data-quality alert', 'formula("query1").last("30m") > 1000'],
    ['network-path alert', 'a query language that is not parsed'],
    ['quantum alert', 'a type that is not known yet'],
  ])('%s: prints %s unchanged', (type, text) => {
    expect(print(parseMonitorQuery(type, text))).toBe(text);
  });

  test('records the position of every token', () => {
    expect(parseMonitorQuery('service check', check)).toMatchObject({
      check: { text: 'ntp.in_sync', column: 1 },
      over: [{ text: 'env:prod', column: 20 }],
      groupBy: [{ text: 'host' }, { text: 'role' }],
      last: { value: 3 },
      counts: 'count_by_status',
    });
    expect(parseMonitorQuery('log alert', logs)).toMatchObject({
      search: { text: 'service:a AND "timed out"', column: 6 },
      window: { minutes: 5 },
      threshold: { value: 100 },
    });
    expect(parseMonitorQuery('slo alert', burn)).toMatchObject({
      days: 30,
      burnRate: { longMinutes: 60, shortMinutes: 5 },
      threshold: { value: 14.4, column: 69 },
    });
  });

  test('counts the issues of an error-tracking query without .rollup()', () => {
    const query = parseMonitorQuery('error-tracking alert', 'error-tracking("a").new().last("1d") > 0');
    expect(query).toMatchObject({ issues: { condition: 'new' }, rollup: { method: { text: 'count' } } });
    expect(print(query)).toBe('error-tracking("a").new().rollup("count").last("1d") > 0');
  });

  test('parses && with a higher precedence than || in a composite', () => {
    expect(parseMonitorQuery('composite', '(1 || 2) && 3')).toMatchObject({ expression: { kind: 'and' } });
    expect(parseMonitorQuery('composite', '1 || 2 && 3')).toMatchObject({ expression: { kind: 'or' } });
  });

  test.each([
    ['service check', 'ntp.over("*")', 1, 'expected the name of a check in quotes'],
    ['service check', '"a".over("*").last(101).count_by_status()', 20, 'from 1 to 100'],
    ['service check', '"a".over("*").last(2)', 22, '.count_by_status() is missing'],
    ['service check', '"a".over("*").lsat(2)', 15, 'did you mean last?'],
    ['service check', '"a".over("*").over("*").last(2).count_by_status()', 15, '.over occurs twice'],
    ['log alert', 'log("a").rollup("count").last("5m") > 1', 1, 'did you mean logs?'],
    ['log alert', "logs('a').rollup('count').last('5m') > 1", 6, 'the search needs double quotes'],
    ['log alert', 'formula("a +").last("5m") > 1', 13, 'expected a metric'],
    ['log alert', 'formula("a / b") > 1', 18, '.last(…) is missing'],
    ['log alert', 'formula("nonsense(a)").last("5m") > 1', 10, 'unknown function nonsense'],
    ['log alert', 'logs(a).rollup("count").last("5m") > 1', 6, 'expected a search in double quotes'],
    ['log alert', 'logs("a").rollup("cont").last("5m") > 1', 18, 'did you mean count?'],
    ['log alert', 'logs("a").rollup("avg").last("5m") > 1', 18, 'avg needs a measure'],
    ['log alert', 'logs("a").new().rollup("count").last("5m") > 1', 11, '.new is not allowed here'],
    ['error-tracking alert', 'error-tracking("a").source("web").last("5m") > 1', 28, 'web is not a source of issues'],
    ['error-tracking alert', 'error-tracking("a").new().impact().last("5m") > 1', 27, 'cannot be combined'],
    ['log alert', 'logs("a").last("5m") > 1', 22, '.rollup(…) is missing'],
    ['log alert', 'logs("a").rollup("count").last("3d") > 1', 32, 'at most two days'],
    ['log alert', 'logs("a").rollup("count").last("5m")', 37, 'expected a comparison'],
    ['slo alert', 'burnrate("a").over("7d") > 1', 1, 'did you mean burn_rate?'],
    ['slo alert', 'error_budget("a").over("31d") > 1', 24, '7d, 30d, 90d, not 31d'],
    [
      'slo alert',
      'burn_rate("a").over("7d").long_window("1h").short_window("2h") > 1',
      58,
      'must be shorter than the long window (1h)',
    ],
    [
      'slo alert',
      'burn_rate("a").over("7d").long_window("72h").short_window("2h") > 1',
      39,
      'the long window must be between 1 and 48 hours',
    ],
    ['composite', '1 & 2', 3, 'unexpected character &'],
    ['composite', '1 && ', 6, 'expected the id of a monitor'],
    ['composite', '(1 || 2', 8, 'to close the parenthesis'],
    ['composite', Array.from({ length: 11 }, (_, id) => `m${id}`).join(' && '), 1, 'up to 10 monitors, not 11'],
    ['composite', `${'('.repeat(99)}1`, 52, 'nested deeper than'],
    ['composite', '', 1, 'the query is empty'],
    ['metrics alert', '1', 1, 'did you mean metric alert?'],
  ])('rejects %s %s at column %d: %s', (type, text, column, message) => {
    expect(() => parseMonitorQuery(type, text)).toThrow(
      expect.objectContaining({ column, message: expect.stringContaining(message) }),
    );
  });

  const fragment = fc.constantFrom(
    '"a"',
    '.over(',
    '"*")',
    '.by(',
    '.last(',
    '3',
    ')',
    '&&',
    '||',
    '!',
    '(',
    'logs(',
    '> 1',
  );
  const type = fc.constantFrom('service check', 'log alert', 'slo alert', 'composite', 'event-v2 alert');
  property.prop([
    type,
    fc.oneof(
      fc.string(),
      fc.array(fragment).map((parts) => parts.join('')),
    ),
  ])('rejects arbitrary text, or parses it and prints an equivalent query', (kind, text) => {
    try {
      const printed = print(parseMonitorQuery(kind, text));
      expect(print(parseMonitorQuery(kind, printed))).toBe(printed);
    } catch (error) {
      expect(error).toBeInstanceOf(QueryError);
    }
  });
});
