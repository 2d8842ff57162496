import { jsonCall } from '../gateway/json-call.fixture';
import { createMetricStore } from '../metrics';
import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import type { AlarmDeclaration } from './alarm';
import { alarmsOf } from './alarms';
import { cloudwatchApi } from './cloudwatch-api';

const seconds = start / 1000;
const Namespace = 'Shop';
const inRoom = (Value: string) => [{ Name: 'Room', Value }];

function platform({ metricsStore = memoryStore() } = {}) {
  const parts = { ...stopped(), store: memoryStore() };
  const metrics = createMetricStore(metricsStore);
  const alarms = alarmsOf({
    ...parts,
    metrics,
    place: { region: 'eu-west-1', account: '000000000000' },
    messaging: { publish: async () => undefined },
  });
  const call = jsonCall(cloudwatchApi(metrics, parts.clock, alarms));
  const put = (...MetricData: readonly object[]) => call('PutMetricData', { Namespace, MetricData });
  /** Returns the values of a metric in the hours around the start. */
  const values = async (MetricName: string, Stat: string, Dimensions: readonly object[] = []) => {
    const MetricStat = { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat };
    const window = { StartTime: seconds - 3600, EndTime: seconds + 3600 };
    const answer = await call('GetMetricData', { ...window, MetricDataQueries: [{ Id: 'q', MetricStat }] });
    expect(answer).toMatchObject({ MetricDataResults: [{ StatusCode: 'Complete' }] });
    return answer;
  };
  return { ...parts, alarms, call, put, values };
}

const withValues = (...Values: readonly number[]) => ({ MetricDataResults: [{ Values }] });

describe('PutMetricData', () => {
  test('stores a value with its dimensions at its own time', async () => {
    const { put, values } = platform();
    await put({ MetricName: 'Orders', Value: 3, Unit: 'Count', Timestamp: seconds - 600, Dimensions: inRoom('hall') });
    await put({ MetricName: 'Orders', Value: 4, Dimensions: inRoom('hall') });
    expect(await values('Orders', 'Sum', inRoom('hall'))).toMatchObject({
      MetricDataResults: [{ Values: [4, 3], Timestamps: [seconds, seconds - 600] }],
    });
  });

  test('stores values with their counts', async () => {
    const { put, values } = platform();
    await put({ MetricName: 'Latency', Values: [10, 20, 99], Counts: [3, 1, 0] });
    await put({ MetricName: 'Latency', Values: [5] });
    expect(await values('Latency', 'SampleCount')).toMatchObject(withValues(5));
    expect(await values('Latency', 'Sum')).toMatchObject(withValues(55));
    expect(await values('Latency', 'Maximum')).toMatchObject(withValues(20));
  });

  test.each([
    ['SampleCount', 5],
    ['Sum', 40],
    ['Minimum', 2],
    ['Maximum', 20],
    ['Average', 8],
  ])('stores the %s of a set of statistics', async (statistic, expected) => {
    const { put, values } = platform();
    await put({ MetricName: 'Load', StatisticValues: { SampleCount: 5, Sum: 40, Minimum: 2, Maximum: 20 } });
    expect(await values('Load', statistic)).toMatchObject(withValues(expected));
  });

  test('does not aggregate a metric across its dimensions', async () => {
    const { put, values } = platform();
    await put({ MetricName: 'Orders', Value: 1, Dimensions: inRoom('hall') }, { MetricName: 'Orders', Value: 2 });
    expect(await values('Orders', 'Sum')).toMatchObject(withValues(2));
    expect(await values('Orders', 'Sum', inRoom('hall'))).toMatchObject(withValues(1));
    expect(await values('Orders', 'Sum', inRoom('kitchen'))).toMatchObject(withValues());
  });

  test('triggers an alarm on a custom metric', async () => {
    const { alarms, clock, put } = platform();
    const alarm: AlarmDeclaration = {
      name: 'failed-orders',
      arn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:failed-orders',
      description: undefined,
      actionsEnabled: true,
      actions: { OK: [], ALARM: [], INSUFFICIENT_DATA: [] },
      metric: {
        namespace: Namespace,
        metricName: 'FailedOrders',
        dimensions: inRoom('hall'),
        periodMinutes: 1,
        statistic: 'Sum',
      },
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 2,
      comparison: 'GreaterThanThreshold',
      treatMissingData: 'notBreaching',
    };
    alarms.declare(alarm);
    alarms.start();
    await put({ MetricName: 'FailedOrders', Values: [1], Counts: [3], Dimensions: inRoom('hall') });
    await clock.advance(60_000);
    expect(alarms.all()).toMatchObject([{ state: 'ALARM' }]);
    alarms.stop();
  });

  test.each([
    [{ Value: 1, Timestamp: seconds - 15 * 86_400 }, 'InvalidParameterValue', 'within the past two weeks'],
    [{ Value: 1, Timestamp: seconds + 3 * 3_600 }, 'InvalidParameterValue', 'no more than two hours in the future'],
    [{ Value: 1, Values: [1] }, 'InvalidParameterCombination', 'mutually exclusive'],
    [{}, 'MissingParameter', 'At least one of the parameters'],
    [{ Values: [1, 2], Counts: [1] }, 'InvalidParameterValue', 'must be of the same size'],
    [{ Value: 1, Unit: 'Apples' }, 'InvalidParameterValue', 'enum value set: [Seconds'],
    [{ Value: 2 ** 361 }, 'InvalidParameterValue', 'Member must have value less than or equal to'],
    [{ Value: 1, Dimensions: Array(31).fill({ Name: 'a', Value: 'b' }) }, 'InvalidParameterValue', 'length less than'],
    [{ Value: 1, Dimensions: [{ Name: ':a', Value: 'b' }] }, 'InvalidParameterValue', 'regular expression pattern'],
    [{ Values: Array(151).fill(1) }, 'InvalidParameterValue', 'length less than or equal to 150'],
    [{ StatisticValues: { SampleCount: 0, Sum: 0, Minimum: 0, Maximum: 0 } }, 'InvalidParameterValue', 'SampleCount'],
  ])('rejects %j as a whole', async (datum, code, message) => {
    const { call, put } = platform();
    await expect(put({ MetricName: 'Good', Value: 1 }, { MetricName: 'Bad', ...datum })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await call('ListMetrics', {})).toEqual({ Metrics: [] });
  });

  test.each([
    [{ Namespace: 'AWS/Lambda', MetricData: [{ MetricName: 'Errors', Value: 1 }] }, "at 'Namespace'"],
    [{ Namespace: ':a', MetricData: [{ MetricName: 'Errors', Value: 1 }] }, "at 'Namespace'"],
    [{ MetricData: [] }, "Value null at 'Namespace'"],
    [{ Namespace }, "Value null at 'MetricData'"],
    [{ Namespace, MetricData: Array(1001).fill({ MetricName: 'a', Value: 1 }) }, 'less than or equal to 1000'],
  ])('rejects the request %#', async (input, message) => {
    await expect(platform().call('PutMetricData', input)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining(message),
    });
  });

  test('rejects a request of more than 1 MB', async () => {
    const { call } = platform();
    await expect(
      call('PutMetricData', { Namespace, MetricData: [{ MetricName: 'a', Value: 1 }], pad: ' '.repeat(2 ** 20) }),
    ).rejects.toMatchObject({
      code: 'RequestEntityTooLarge',
      status: 413,
    });
  });
});

describe('ListMetrics', () => {
  const metric = (MetricName: string, ...Dimensions: readonly object[]) => ({ Namespace, MetricName, Dimensions });

  test('lists metrics by namespace, name and dimensions', async () => {
    const { call, put } = platform();
    await put({ MetricName: 'Orders', Value: 1, Dimensions: inRoom('hall') });
    await put({ MetricName: 'Orders', Value: 1 }, { MetricName: 'Latency', Value: 1, Dimensions: inRoom('attic') });
    const [orders, ordersInHall, latency] = [
      metric('Orders'),
      metric('Orders', ...inRoom('hall')),
      metric('Latency', ...inRoom('attic')),
    ];
    expect(await call('ListMetrics', { Namespace })).toEqual({ Metrics: [latency, orders, ordersInHall] });
    expect(await call('ListMetrics', { Namespace: 'Other' })).toEqual({ Metrics: [] });
    expect(await call('ListMetrics', { MetricName: 'Orders' })).toEqual({ Metrics: [orders, ordersInHall] });
    expect(await call('ListMetrics', { Dimensions: [{ Name: 'Room' }] })).toEqual({ Metrics: [latency, ordersInHall] });
    expect(await call('ListMetrics', { Dimensions: inRoom('hall') })).toEqual({ Metrics: [ordersInHall] });
  });

  test('omits metrics without values in the past two weeks, or three hours on request', async () => {
    const { call, clock, put } = platform();
    await put({ MetricName: 'Orders', Value: 1 });
    await clock.advance(4 * 3_600_000);
    expect(await call('ListMetrics', {})).toEqual({ Metrics: [metric('Orders')] });
    expect(await call('ListMetrics', { RecentlyActive: 'PT3H' })).toEqual({ Metrics: [] });
    await clock.advance(14 * 24 * 3_600_000);
    expect(await call('ListMetrics', {})).toEqual({ Metrics: [] });
  });

  test('returns 500 metrics per page, and rejects an invalid token', async () => {
    const { call, put } = platform();
    await put(...Array.from({ length: 501 }, (_, index) => ({ MetricName: `m${1000 + index}`, Value: 1 })));
    const first = await call('ListMetrics', {});
    expect(first).toMatchObject({ NextToken: expect.any(String) });
    const NextToken = typeof first === 'object' && first !== null && 'NextToken' in first ? first.NextToken : '';
    expect(await call('ListMetrics', { NextToken })).toEqual({ Metrics: [metric('m1500')] });
    await expect(call('ListMetrics', { NextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  test('lists metrics of an earlier run', async () => {
    const open = reopenedStore();
    await platform({ metricsStore: open() }).put({ MetricName: 'Orders', Value: 1, Dimensions: inRoom('hall') });
    const after = platform({ metricsStore: open() });
    expect(await after.call('ListMetrics', {})).toEqual({ Metrics: [metric('Orders', ...inRoom('hall'))] });
    expect(await after.values('Orders', 'Sum', inRoom('hall'))).toMatchObject(withValues(1));
  });
});
