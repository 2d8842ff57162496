import { type PriceBook, platformOf, pricesOf, type Resource } from '@himeshima/serverless-cost';
import { dev } from '../../config/dev';
import { measurementsOf } from './cost-options';
import { type Estimate, estimateOf } from './estimate';
import { formatComparison, formatEstimate } from './format-estimate';
import { matchRules } from './match-rules';
import { fleetOf } from './platform-fleet';

function tokyo(): PriceBook {
  const prices = pricesOf('ap-northeast-1');
  if (prices === undefined) throw new Error('missing prices of ap-northeast-1');
  return prices;
}

const rule: Resource = {
  type: 'aws_iot_topic_rule',
  name: 'telemetry',
  address: 'aws_iot_topic_rule.telemetry',
  slice: 'telemetry',
  attributes: {
    name: 'telemetry',
    sql: "SELECT * FROM 'Sensor/+/+'",
    sns: [{ target_arn: '${aws_sns_topic.alerts.arn}' }],
  },
};
const broker: Resource = {
  type: 'aws_mq_broker',
  name: 'jobs',
  address: 'aws_mq_broker.jobs',
  slice: 'x',
  attributes: {},
};

function estimate(devices: number, rate: string, resources: readonly Resource[] = [rule, broker]): Estimate {
  const fleet = fleetOf({ devices, measurements: measurementsOf(rate), environment: dev });
  return estimateOf(
    { environment: 'dev', devices, rate },
    { platform: platformOf(resources, matchRules()), fleet, prices: tokyo() },
  );
}

describe.each([
  [1, '1/day'],
  [1_000, '100/s'],
  [5_000_000, '1/min'],
])('formatEstimate for %i devices that measure %s', (devices, rate) => {
  test.each([40, 100, 200])('fits on a screen of %i columns', (columns) => {
    const text = formatEstimate(estimate(devices, rate), { columns, colour: false });
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(text).toContain('not covered by the estimate\n    aws_mq_broker.jobs');
    if (columns >= 100)
      for (const line of text.split('\n').filter((row) => row.includes('█')))
        expect(line.length).toBeLessThanOrEqual(columns);
  });
});

test('reports that no costs change', () => {
  const text = formatComparison(
    { before: 10, after: 10, changes: [], newUnknowns: [], newlyUnreached: [] },
    { environment: 'dev', devices: 10, rate: '1/min' },
    { columns: 100, colour: false, region: 'ap-northeast-1', date: '2026-01-01', base: 'HEAD' },
  );
  expect(text).toContain('  no cost changes\n');
  expect(text).toContain('10.00 at HEAD → 10.00 now: +0.00 per month');
});
