import { parseMetricQuery } from '../query/parse-query';
import { catalogue } from './catalogue';
import { check, unknownTags } from './check-query';
import type { Metric } from './metric';

const own: Metric = {
  name: 'himeshima.message_latency',
  type: 'distribution',
  unit: 'second',
  tags: ['service'],
  source: 'the platform itself',
};
const wider = catalogue.with([own], ['env']);

describe('check', () => {
  test.each([
    'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
    'sum(last_5m):sum:aws.lambda.errors{functionname:power-on,env:dev} by {functionname}.as_count() > 0',
    'max(last_10m):max:aws.kinesis.get_records_iterator_age_milliseconds.maximum{streamname:a} > 60000',
    'avg(last_5m):p95:himeshima.message_latency{service:telemetry} > 60',
    'max(last_5m):max:aws.lambda.duration.p95{region:ap-northeast-1} > 1000',
    'sum(last_5m):sum:aws.sqs.approximate_number_of_messages_visible{*}.as_count() > 1',
    'avg(last_5m):sum:aws.lambda.errors{*}.as_count() > 1',
  ])('accepts %s', (text) => {
    expect(check(parseMetricQuery(text), wider)).toEqual([]);
  });

  test.each([
    [
      'sum(last_5m):sum:aws.states.execution_failed{*}.as_count() >= 1',
      18,
      'unknown metric aws.states.execution_failed; did you mean aws.states.executions_failed?',
    ],
    [
      'sum(last_5m):sum:nothing.like.it{*} > 1',
      18,
      'unknown metric nothing.like.it; declare your own metrics with catalogue.with(…)',
    ],
    [
      'max(last_5m):max:himeshima.message_latencies{*} > 1',
      18,
      'unknown metric himeshima.message_latencies; did you mean himeshima.message_latency? Declare your own metrics with catalogue.with(…)',
    ],
    [
      'avg(last_5m):p95:aws.lambda.duration{*} > 1',
      14,
      'p95 requires a distribution, but aws.lambda.duration is a gauge; use aws.lambda.duration.p95',
    ],
  ])('%s, column %d: %s', (text, column, message) => {
    const [finding] = check(parseMetricQuery(text), wider);
    expect(finding?.message).toContain(message);
    expect(finding?.column).toBe(column);
  });
});

// resource tags become tags of CloudWatch metrics, so an unknown tag is only a warning
test.each([
  [
    'sum(last_5m):sum:aws.lambda.errors{function_name:a}.as_count() > 1',
    36,
    'aws.lambda.errors has no tag function_name; did you mean functionname?',
  ],
  ['sum(last_5m):sum:aws.lambda.errors{NOT topicname:a}.as_count() > 1', 40, 'aws.lambda.errors has no tag topicname'],
  ['max(last_5m):max:aws.sqs.approximate_age_of_oldest_message{*} by {queue} > 1', 67, 'has no tag queue'],
])('unknownTags reports %s, column %d: %s', (text, column, message) => {
  const query = parseMetricQuery(text);
  expect(check(query, wider)).toEqual([]);
  const [finding] = unknownTags(query, wider);
  expect(finding?.message).toContain(message);
  expect(finding?.column).toBe(column);
});

describe('the catalogue', () => {
  test('contains the metrics of every supported service without duplicates', () => {
    expect(new Set(catalogue.names).size).toBe(catalogue.names.length);
    expect(catalogue.names.length).toBeGreaterThanOrEqual(350);
    for (const service of [
      'apigateway',
      'dynamodb',
      'events',
      'firehose',
      'iot',
      'kinesis',
      'lambda',
      'logs',
      's3',
      'sns',
      'sqs',
      'states',
    ]) {
      expect(catalogue.names.some((name) => name.startsWith(`aws.${service}.`))).toBe(true);
    }
  });

  // the numbers are the row counts in Datadog's documentation: the test fails if a row is missing
  test.each([
    ['lambda', 95],
    ['states', 69],
    ['kinesis', 87],
    ['dynamodb', 40],
    ['iot', 60],
    ['apigateway', 31],
    ['sns', 9],
  ])('contains every documented metric of aws.%s: %d', (service, rows) => {
    expect(catalogue.names.filter((name) => name.startsWith(`aws.${service}.`))).toHaveLength(rows);
  });

  test('contains a type and a source in every row', () => {
    expect(catalogue.find('aws.lambda.duration.maximum')).toEqual({
      name: 'aws.lambda.duration.maximum',
      type: 'gauge',
      unit: 'millisecond',
      delayMinutes: 12,
      tags: ['functionname', 'resource', 'executedversion', 'memorysize', 'runtime'],
      source: expect.stringContaining('read 2026-11-24'),
    });
  });

  test('with() does not modify the original catalogue', () => {
    expect(wider.find(own.name)).toEqual(own);
    expect(catalogue.find(own.name)).toBeUndefined();
  });
});
