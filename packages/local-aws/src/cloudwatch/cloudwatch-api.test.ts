import * as z from 'zod';
import { start as now, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { alarmsOf } from './alarms';
import { cloudwatchApi } from './cloudwatch-api';

const minute = 60_000;
const start = now - 60 * minute;

const Answer = z.object({ MetricDataResults: z.array(z.object({ Id: z.string(), Values: z.array(z.number()) })) });

function getMetricData(queries: readonly object[], { from = start, to = start + 60 * minute } = {}) {
  const parts = stopped();
  const { metrics, clock } = parts;
  const count = (functionname: string, at: number, value: number) =>
    metrics.record({
      metric: 'aws.lambda.errors',
      tags: { functionname, resource: functionname },
      value,
      at: start + at * minute,
    });
  count('power-on', 1, 2);
  count('power-on', 2, 4);
  count('power-on', 31, 1);
  count('power-confirm', 31, 5);
  const body = JSON.stringify({ StartTime: from / 1000, EndTime: to / 1000, MetricDataQueries: queries });
  return cloudwatchApi(
    metrics,
    clock,
    alarmsOf({
      ...parts,
      store: memoryStore(),
      place: { region: 'eu-west-1', account: '000000000000' },
      messaging: { publish: async () => undefined },
    }),
  )({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' },
    body: Buffer.from(body),
    service: 'cloudwatch',
    principal: { kind: 'user', name: 'local' },
    cause: undefined,
  });
}

const errors = (dimensions: Readonly<Record<string, string>>, more: object = {}) => ({
  Id: 'e',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: 1800,
    Stat: 'Sum',
    ...more,
  },
});

const values = async (query: object, span?: Parameters<typeof getMetricData>[1]) => {
  const { body } = await getMetricData([query], span);
  return Answer.parse(JSON.parse(String(body))).MetricDataResults[0]?.Values;
};

test('GetMetricData returns the sum of each period, newest first', async () => {
  expect(await values(errors({ FunctionName: 'power-on' }))).toEqual([1, 6]);
});

test('GetMetricData sums all series if no dimensions are given', async () => {
  expect(await values(errors({}))).toEqual([6, 6]);
});

test.each([
  ['SampleCount', [1, 2]],
  ['Average', [1, 3]],
  ['Minimum', [1, 2]],
  ['Maximum', [1, 4]],
])('GetMetricData returns the statistic %s', async (Stat, expected) => {
  expect(await values(errors({ FunctionName: 'power-on' }, { Stat }))).toEqual(expected);
});

test('GetMetricData excludes the end of the time range', async () => {
  const span = { from: start + 2 * minute, to: start + 31 * minute };
  expect(await values(errors({ FunctionName: 'power-on' }), span)).toEqual([4]);
});

test.each([
  [start, start + 500, 'The parameter StartTime must not equal parameter EndTime.'],
  [start + minute, start, 'The parameter EndTime must be greater than StartTime.'],
])('GetMetricData rejects the time range from %d to %d', async (from, to, message) => {
  const rejected = getMetricData([errors({})], { from, to });
  await expect(rejected).rejects.toMatchObject({ code: 'ValidationError', message });
});

test('GetMetricData returns no values for a metric without data', async () => {
  expect(await values(errors({ FunctionName: 'nobody' }))).toEqual([]);
});

test.each([
  [{ Id: 'e', Expression: 'SUM(METRICS())' }, 'MetricStat is missing; expressions are not supported locally'],
  [errors({}, { Stat: 'p99' }), 'only Sum, SampleCount, Average, Minimum and Maximum are supported locally'],
])('GetMetricData rejects %j with a reason', async (query, message) => {
  await expect(getMetricData([query])).rejects.toThrow(message);
});
