import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '@himeshima/datadog-monitors';
import { findMissingMetric } from './emitted-metrics';
import { emittedMetrics } from './service-table';

/** Files that contain names of metrics, or similar names of variables, but do not emit metrics. */
const listing: ReadonlySet<string> = new Set(['emitted-metrics.ts', 'service-table.ts', 'eventbridge/target-input.ts']);

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file) && !listing.has(file))
  .map((file) => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

/** Metric names that are string literals in the sources: `aws.kinesis.incoming_records`. */
const whole = [...sources.matchAll(/'(aws\.[a-z0-9_]+\.[a-z0-9_.]+)'/g)].map(([, name = '']) => name);

/** Templates from which the sources build metric names. */
const templates = [
  'consumed_${call.kind}_capacity_units',
  '${call.kind}_throttle_events',
  "number_of_${delivered ? 'messages_published' : 'notifications_failed'}",
];

function stands(metric: string): boolean {
  const name = metric.split('.').slice(2).join('.');
  if (whole.includes(metric) || sources.includes(`'${name}'`)) return true;
  return templates.some((template) => {
    const pattern = template.replace(/\$\{[^}]*\}/, '[a-z_]+');
    return new RegExp(`^${pattern}$`).test(name) && sources.includes(template);
  });
}

describe('emittedMetrics', () => {
  test.each([...emittedMetrics])(
    'emittedMetrics contains %s only if both the catalogue and the sources contain it',
    (metric) => {
      expect(catalogue.find(metric)).toBeDefined();
      expect(stands(metric)).toBe(true);
    },
  );

  test('emittedMetrics contains every metric name in the sources', () => {
    expect(whole.filter((metric) => !emittedMetrics.has(metric))).toEqual([]);
  });
});

test('findMissingMetric reports AWS metrics that are not emitted, and ignores custom metrics', () => {
  expect(findMissingMetric('aws.lambda.url_request_count')).toEqual({ reason: undefined });
  expect(findMissingMetric('aws.iot.rule_message_throttled')).toEqual({ reason: 'rules are not throttled' });
  expect(findMissingMetric('aws.lambda.errors')).toBeUndefined();
  expect(findMissingMetric('himeshima.power_report_stored')).toBeUndefined();
});
