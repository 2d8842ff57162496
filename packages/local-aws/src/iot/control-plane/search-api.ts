import { z } from 'zod';
import { parseBody, type Route } from '../../gateway/json-api';
import { answered, type ControlParts, read } from './control-input';

/** SearchIndex, API reference: what may be asked, and what comes where nothing is. */
const pageAtMost = 500;
const defaultPage = 100;

const Search = z.object({
  indexName: z.string().default('AWS_Things'),
  queryString: z.string(),
  nextToken: z.string().optional(),
  maxResults: z.number().int().min(1).max(pageAtMost).default(defaultPage),
  queryVersion: z.literal('2017-09-30', 'is the only version of the query language').optional(),
});

/** What is asked of the whole fleet. */
export function searchRoutes({ fleetIndex }: ControlParts): Route[] {
  return [
    {
      name: 'SearchIndex',
      method: 'POST',
      path: '/indices/search',
      run(_, { body }) {
        const { indexName: index, queryString: query, nextToken, maxResults } = read(Search, parseBody(body));
        return answered(fleetIndex.search({ index, query, nextToken, maxResults }));
      },
    },
    {
      name: 'ListIndices',
      method: 'GET',
      path: '/indices',
      run: () => answered({ indexNames: fleetIndex.indices() }),
    },
    {
      name: 'DescribeIndex',
      method: 'GET',
      path: '/indices/{index}',
      run: ({ index = '' }) => answered(fleetIndex.describe(index)),
    },
  ];
}
