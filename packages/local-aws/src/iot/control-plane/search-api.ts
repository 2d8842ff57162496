import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { type ControlParts, jsonResponse, read } from './control-input';

/** Maximum page size. Source: API reference, "SearchIndex". */
const maxPageSize = 500;
const defaultPageSize = 100;

const Search = z.object({
  indexName: z.string().default('AWS_Things'),
  queryString: z.string(),
  nextToken: z.string().optional(),
  maxResults: z.number().int().min(1).max(maxPageSize).default(defaultPageSize),
  queryVersion: z.literal('2017-09-30', 'the only supported query version is 2017-09-30').optional(),
});

/** Returns the routes for searches in the fleet index. */
export function searchRoutes({ fleetIndex }: ControlParts): Route[] {
  return [
    {
      name: 'SearchIndex',
      method: 'POST',
      path: '/indices/search',
      run(_, { body }) {
        const { indexName: index, queryString: query, nextToken, maxResults } = read(Search, parseBody(body));
        return jsonResponse(fleetIndex.search({ index, query, nextToken, maxResults }));
      },
    },
    {
      name: 'ListIndices',
      method: 'GET',
      path: '/indices',
      run: () => jsonResponse({ indexNames: fleetIndex.indices() }),
    },
    {
      name: 'DescribeIndex',
      method: 'GET',
      path: '/indices/{index}',
      run: ({ index = '' }) => jsonResponse(fleetIndex.describe(index)),
    },
  ];
}
