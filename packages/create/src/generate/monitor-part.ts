import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, cloudWatchNamespaceOf, didYouMean, type Metric } from '@himeshima/datadog-monitors';
import type { Part } from './generate-part';
import { namesOf, requireKebabCase } from './names';
import { metricsFile, ownMetricsIn } from './own-metrics';
import { replacementsFor } from './placeholders';
import { knownServices, monitorFile, namespacesIn, prefixIn } from './service-files';

interface MonitorRequest {
  readonly name: string;
  readonly root: string;
  readonly blueprints: string;
  /** Name of the service's file in `monitors/`, without its extension. */
  readonly service?: string | undefined;
  readonly metric?: string | undefined;
}

/** Default metric of a new monitor, keyed by file in `monitors/`. */
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

/**
 * Returns the component of a monitor. The first monitor of a service creates the service's files.
 * @throws one-line Error if the monitor's name, service or metric is invalid
 */
export function monitorPart({ name, root, blueprints, service = 'lambda', metric }: MonitorRequest): Part {
  requireKebabCase(name, 'monitor');
  const isNew = !knownServices(root).includes(service);
  if (isNew) requireNewService(root, service);
  const metricName = metric ?? usualMetrics[service];
  // ignore problems in the platform's metrics file, because it does not declare AWS metrics
  const metrics = metricName?.startsWith('aws.') ? catalogue : catalogue.with(ownMetricsIn(root));
  const watched = metricNamed(metricName, { service, metrics });
  requireSameService(root, service, watched);
  const [tag = ''] = metrics.tagsOf(watched);
  return {
    blueprint: join(blueprints, 'monitor'),
    replacements: replacementsFor(name, {
      '[sample-service]': `[${(isNew ? undefined : prefixIn(root, service)) ?? titleOf(service, watched)}]`,
      'sample-service': service,
      'sample-metric': watched.name,
      sampletag: tag,
      "query: 'sample-query'": property('query', queryOf(watched, tag)),
    }),
    ...(isNew && {
      creates: [monitorFile(service), `monitors/${service}.test.ts`],
      additions: { [flowFile(root)]: stepOf(service) },
    }),
  };
}

/** @throws one-line Error if the name of a new service is invalid or probably misspelled */
function requireNewService(root: string, service: string): void {
  requireKebabCase(service, '--service');
  const hint = Object.hasOwn(usualMetrics, service) ? '' : didYouMean(service, knownServices(root));
  if (hint === '') return;
  throw new Error(
    `unknown --service "${service}"${hint} Otherwise, create ${monitorFile(service)} and monitors/${service}.test.ts, and add the service to ${flowFile(root)}`,
  );
}

/** Returns the path of the file that lists the monitors of all services. */
const flowFile = (root: string): string =>
  existsSync(join(root, 'monitors/monitors.ts')) ? 'monitors/monitors.ts' : 'monitors/monitoring.ts';

/** Returns the addition to the file that lists the monitors of all services. */
function stepOf(service: string): string {
  const { camel, title } = namesOf(service);
  return `import * as ${camel} from './${service}';

export const flow = [{ title: '${title}', monitors: Object.values(${camel}) }];
`;
}

/**
 * Returns the prefix of monitor names for a new service. For a service with a usual metric, this is the CloudWatch namespace, for
 * example `IoT`; for any other service, it is the name of the service.
 */
function titleOf(service: string, { name }: Metric): string {
  const ofAws = Object.hasOwn(usualMetrics, service) ? cloudWatchNamespaceOf(name) : undefined;
  return ofAws?.replace('AWS/', '') ?? namesOf(service).title;
}

interface ServiceMetrics {
  readonly service: string;
  readonly metrics: typeof catalogue;
}

function metricNamed(name: string | undefined, { service, metrics }: ServiceMetrics): Metric {
  if (name === undefined) throw new Error(`missing --metric: expected the metric to watch in ${monitorFile(service)}`);
  const metric = metrics.find(name);
  if (metric !== undefined) return metric;
  const similar = didYouMean(name, metrics.names);
  throw new Error(`unknown --metric "${name}"${similar}${declarationHint({ name, similar })}`);
}

/** Returns a hint about the platform's metrics file; empty for a misspelled AWS metric. */
function declarationHint({ name, similar }: Readonly<Record<'name' | 'similar', string>>): string {
  if (similar === '') return `; declare your own metrics in ${metricsFile}`;
  return name.startsWith('aws.') ? '' : ` Declare your own metrics in ${metricsFile}`;
}

/** @throws one-line Error if the service's file watches only other AWS services */
function requireSameService(root: string, service: string, { name }: Metric): void {
  const [namespace] = /^aws\.[^.]+/.exec(name) ?? [];
  const usual = /^aws\.[^.]+/.exec(usualMetrics[service] ?? '') ?? [];
  const watched = [...new Set([...usual, ...namespacesIn(root, service)])];
  if (namespace === undefined || watched.length === 0 || watched.includes(namespace)) return;
  const other = knownServices(root).find((one) => namespacesIn(root, one).includes(namespace));
  const fix = other === undefined ? `choose a metric of ${watched[0]}` : `use --service ${other}`;
  throw new Error(`invalid --metric "${name}": ${monitorFile(service)} watches ${watched.join(', ')}; ${fix}`);
}

/** Returns the query of a new monitor, which sums counts and takes the maximum of other metrics. */
const queryOf = ({ name, type }: Metric, tag: string): string =>
  type === 'count'
    ? `sum(last_15m):sum:${name}{*} by {${tag}}.as_count() >= 1000`
    : `max(last_15m):max:${name}{*} by {${tag}} >= 1000`;

/** Returns a property in Biome's format, which breaks lines of more than 120 characters. */
const property = (name: string, value: string): string =>
  `  ${name}: '${value}',`.length > 120 ? `${name}:\n    '${value}'` : `${name}: '${value}'`;
