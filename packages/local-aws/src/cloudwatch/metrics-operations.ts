import { z } from 'zod';
import type { Clock } from '../clock';
import { datadogName } from '../datadog/metric-name';
import { type JsonOperation, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { AwsError } from '../gateway/service-api';
import type { MetricIdentity, MetricStore } from '../metrics';
import { Dimension, PutMetricData, timeOfDatum, valuesOfDatum } from './metric-data';

/** Maximum size of a request, uncompressed. Source: CloudWatch API reference, "PutMetricData". */
const mostBytes = 2 ** 20;

const ListMetrics = z.object({
  Namespace: z.string().min(1).max(255).optional(),
  MetricName: z.string().min(1).max(255).optional(),
  Dimensions: z
    .array(Dimension.extend({ Value: Dimension.shape.Value.optional() }))
    .max(10)
    .default([]),
  RecentlyActive: z.literal('PT3H').optional(),
  IncludeLinkedAccounts: z.literal(false, 'linked accounts are not supported locally').optional(),
  NextToken: z.string().optional(),
});

/** Number of metrics on a page. Source: CloudWatch API reference, "ListMetrics". */
const pageSize = 500;
const hourMs = 3_600_000;
/** Age after which CloudWatch no longer lists a metric. */
const listedMs = 14 * 24 * hourMs;

const sortKey = ({ namespace, name, dimensions }: MetricIdentity) => JSON.stringify([namespace, name, dimensions]);

/** Creates the operations that write custom metrics and list them. */
export function metricsOperations(
  metrics: MetricStore,
  clock: Pick<Clock, 'now'>,
): Readonly<Record<'PutMetricData' | 'ListMetrics', JsonOperation>> {
  return {
    PutMetricData: operation(
      PutMetricData,
      ({ Namespace, MetricData }, { body, cause }) => {
        if (body.byteLength > mostBytes)
          throw new AwsError('RequestEntityTooLarge', `Request size must be at most ${mostBytes} bytes.`, 413);
        // the whole request is checked before the first value is stored
        const points = MetricData.map((datum, index) => {
          const member = `MetricData.member.${index + 1}`;
          return { datum, at: timeOfDatum(datum, member, clock.now()), values: valuesOfDatum(datum, member) };
        });
        for (const { datum, at, values } of points) {
          const identity = { namespace: Namespace, name: datum.MetricName, dimensions: datum.Dimensions };
          const tags = Object.fromEntries(datum.Dimensions.map(({ Name, Value }) => [Name.toLowerCase(), Value]));
          const metric = datadogName(Namespace, datum.MetricName);
          for (const { value, count } of values)
            metrics.record({ metric, tags, value, count, at, identity, causes: [cause] });
        }
        return {};
      },
      'InvalidParameterValue',
    ),
    ListMetrics: operation(
      ListMetrics,
      ({ Namespace, MetricName, Dimensions, RecentlyActive, NextToken }) => {
        const since = clock.now() - (RecentlyActive === undefined ? listedMs : 3 * hourMs);
        const found = metrics
          .identified()
          .filter(
            ({ identity: { namespace, name, dimensions }, lastAt }) =>
              lastAt >= since &&
              (Namespace === undefined || namespace === Namespace) &&
              (MetricName === undefined || name === MetricName) &&
              Dimensions.every((wanted) =>
                dimensions.some(
                  ({ Name, Value }) => Name === wanted.Name && (wanted.Value === undefined || Value === wanted.Value),
                ),
              ),
          )
          .map(({ identity }) => identity)
          .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
        const { items, nextToken } = pageOf(found, {
          size: pageSize,
          token: NextToken,
          invalidTokenCode: 'InvalidParameterValue',
        });
        return {
          Metrics: items.map((identity) => ({
            Namespace: identity.namespace,
            MetricName: identity.name,
            Dimensions: identity.dimensions,
          })),
          ...nextToken,
        };
      },
      'InvalidParameterValue',
    ),
  };
}
