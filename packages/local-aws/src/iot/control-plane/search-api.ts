import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { bucketsOf, percentilesOf, statisticsOf } from '../registry/aggregations';
import { type ControlParts, finders, operation, RegistryName, timestampOf } from './control-input';

/** Maximum page size. Source: API reference, "SearchIndex". */
const maxPageSize = 500;
const defaultPageSize = 100;

/** Limits for the buckets of an aggregation. Source: API reference, "TermsAggregation". */
const [maxBuckets, defaultBuckets] = [10_000, 10];

/** Default percentiles. Source: API reference, "GetPercentiles". */
const defaultPercents = [1, 5, 25, 50, 75, 95, 99];

const Query = z.object({
  indexName: z.string().default('AWS_Things'),
  queryString: z.string().min(1),
  queryVersion: z.literal('2017-09-30', 'the only supported query version is 2017-09-30').optional(),
});
const Search = Query.extend({
  queryString: z.string(),
  nextToken: z.string().optional(),
  maxResults: z.number().int().min(1).max(maxPageSize).default(defaultPageSize),
});
const Aggregation = Query.extend({ aggregationField: z.string().min(1).default('registry.version') });
const Percentiles = Aggregation.extend({ percents: z.array(z.number().min(0).max(100)).default(defaultPercents) });
const Buckets = Aggregation.extend({
  aggregationField: z.string().min(1),
  bucketsAggregationType: z.object({
    termsAggregation: z
      .object({ maxBuckets: z.number().int().min(1).max(maxBuckets).default(defaultBuckets) })
      .default({ maxBuckets: defaultBuckets }),
  }),
});

/** Returns the routes for searches and aggregations in the fleet index. */
export function searchRoutes(parts: ControlParts): Route[] {
  const { fleetIndex } = parts;
  const find = finders(parts);
  const aggregate = ({ indexName, queryString, aggregationField }: z.output<typeof Aggregation>) =>
    fleetIndex.aggregate({ index: indexName, query: queryString, field: aggregationField });
  return [
    operation('SearchIndex', 'POST /indices/search', Search, ({ indexName, queryString, nextToken, maxResults }) =>
      fleetIndex.search({ index: indexName, query: queryString, nextToken, maxResults }),
    ),
    operation('GetStatistics', 'POST /indices/statistics', Aggregation, (input) => ({
      statistics: statisticsOf(aggregate(input).values.flat()),
    })),
    operation('GetCardinality', 'POST /indices/cardinality', Aggregation, (input) => ({
      cardinality: new Set(aggregate(input).values.flat()).size,
    })),
    operation('GetPercentiles', 'POST /indices/percentiles', Percentiles, (input) => {
      const { type, values } = aggregate(input);
      if (type !== 'Number') {
        const reason = `Aggregation field ${input.aggregationField} must be of type Number`;
        throw new AwsError('InvalidAggregationException', reason);
      }
      return { percentiles: percentilesOf(values.flat().map(Number), input.percents) };
    }),
    operation('GetBucketsAggregation', 'POST /indices/buckets', Buckets, (input) => {
      const { total, values } = aggregate(input);
      const { termsAggregation } = input.bucketsAggregationType;
      return { totalCount: total, buckets: bucketsOf(values.flat(), termsAggregation.maxBuckets) };
    }),
    operation('ListIndices', 'GET /indices', z.object({}), () => ({ indexNames: fleetIndex.indices() })),
    operation('DescribeIndex', 'GET /indices/{index}', z.object({ index: z.string() }), ({ index }) =>
      fleetIndex.describe(index),
    ),
    operation(
      'GetThingConnectivityData',
      'POST /things/{thingName}/connectivity-data',
      z.object({ thingName: RegistryName }),
      ({ thingName }) => {
        find.thing(thingName);
        const { timestamp, ...connectivity } = fleetIndex.connectivityOf(thingName);
        return { thingName, ...connectivity, timestamp: timestampOf(timestamp) };
      },
    ),
  ];
}
