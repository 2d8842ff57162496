import { embeddedMetrics } from './embedded-metrics';

const line = JSON.stringify({
  _aws: {
    Timestamp: 1,
    CloudWatchMetrics: [
      { Namespace: 'shop', Dimensions: [['service']], Metrics: [{ Name: 'DevicePoweredOn', Unit: 'Count' }] },
    ],
  },
  service: 'power-on',
  DevicePoweredOn: [1, 2],
});

const identity = {
  namespace: 'shop',
  name: 'DevicePoweredOn',
  dimensions: [{ Name: 'service', Value: 'power-on' }],
};

describe('embeddedMetrics', () => {
  test('returns custom metrics under their Datadog names, with dimensions as tags', () =>
    expect(embeddedMetrics(line)).toEqual([
      { metric: 'shop.device_powered_on', tags: { service: 'power-on' }, value: 1, identity },
      { metric: 'shop.device_powered_on', tags: { service: 'power-on' }, value: 2, identity },
    ]));

  test.each([['START RequestId: x'], ['{"_aws": 1}'], ['{"_aws"'], ['"_aws"']])('returns no metrics for %s', (text) =>
    expect(embeddedMetrics(text)).toEqual([]),
  );
});
