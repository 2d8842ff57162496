import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, didYouMean, type Metric } from '@himeshima/datadog-monitors';
import type { Part } from './generate-part';
import { requireKebabCase } from './names';
import { replacementsFor } from './placeholders';

interface MonitorRequest {
  readonly name: string;
  readonly root: string;
  readonly blueprints: string;
  /** File of `monitors/`, without its extension. */
  readonly service?: string | undefined;
  readonly metric?: string | undefined;
}

/** Metric that a new monitor watches by default, by file of `monitors/`. */
const usualMetrics: Readonly<Record<string, string>> = {
  dynamodb: 'aws.dynamodb.successful_request_latency',
  failures: 'aws.sqs.approximate_number_of_messages_visible',
  iot: 'aws.iot.failure',
  'iot-rules': 'aws.iot.failure',
  kinesis: 'aws.kinesis.get_records_iterator_age_milliseconds',
  lambda: 'aws.lambda.duration.maximum',
  sns: 'aws.sns.number_of_notifications_failed',
  sqs: 'aws.sqs.approximate_number_of_messages_visible',
};

/** Returns the part of a monitor. @throws Error in one line if its service or metric is unknown */
export function monitorPart({ name, root, blueprints, service = 'lambda', metric }: MonitorRequest): Part {
  requireKebabCase(name, 'monitor');
  requireService(root, service);
  const watched = metricNamed(metric ?? usualMetrics[service], service);
  const [tag = ''] = catalogue.tagsOf(watched);
  return {
    blueprint: join(blueprints, 'monitor'),
    replacements: replacementsFor(name, {
      'sample-service': service,
      'sample-metric': watched.name,
      sampletag: tag,
      "query: 'sample-query'": property('query', queryOf(watched, tag)),
    }),
  };
}

function requireService(root: string, service: string): void {
  const folder = join(root, 'monitors');
  const known = existsSync(folder)
    ? readdirSync(folder).flatMap((file) => /^([\w-]+)\.test\.ts$/.exec(file)?.[1] ?? [])
    : [];
  if (!known.includes(service))
    throw new Error(
      `unknown --service "${service}": expected a file of monitors/ with a test: ${[...known].sort().join(', ')}`,
    );
}

function metricNamed(name: string | undefined, service: string): Metric {
  if (name === undefined) throw new Error(`missing --metric: expected the metric to watch in monitors/${service}.ts`);
  const metric = catalogue.find(name);
  if (metric !== undefined) return metric;
  throw new Error(`unknown --metric "${name}"${didYouMean(name, catalogue.names)}`);
}

/** Counts are summed; other metrics are compared by their largest value. */
const queryOf = ({ name, type }: Metric, tag: string): string =>
  type === 'count'
    ? `sum(last_15m):sum:${name}{*} by {${tag}}.as_count() >= 1000`
    : `max(last_15m):max:${name}{*} by {${tag}} >= 1000`;

/** Returns a property in the format of Biome, which breaks lines of more than 120 characters. */
const property = (name: string, value: string): string =>
  `  ${name}: '${value}',`.length > 120 ? `${name}:\n    '${value}'` : `${name}: '${value}'`;
