import { type BlockShape, blocksIn, fromBlock, isObject, type ReportUnexpressed, toBlock } from './blocks';
import { cloudCostQuery, costSources, eventQuery } from './monitor-blocks';

type Json = Readonly<Record<string, unknown>>;

/** Converts the queries of a formula (`options.variables`) to a `variables` block. */
export function toVariables(variables: unknown, unexpressed: ReportUnexpressed): Json {
  const queries: readonly unknown[] = Array.isArray(variables) ? variables : [variables];
  const isCost = (query: unknown) => isObject(query) && costSources.includes(String(query['data_source']));
  const place = { path: 'options.variables', unexpressed };
  const events = queries.filter((query) => !isCost(query)).map((query) => withRequired(query, place));
  const costs = queries.filter(isCost).map((query) => toBlock(query, cloudCostQuery, place));
  // the provider sends event queries before cost queries
  if (queries.some((query, at) => isCost(query) && queries.slice(at).some((later) => !isCost(later))))
    unexpressed(place.path);
  return {
    ...(events.length > 0 && { event_query: events }),
    ...(costs.length > 0 && { cloud_cost_query: costs }),
  };
}

function withRequired(query: unknown, place: { readonly path: string; readonly unexpressed: ReportUnexpressed }): Json {
  const block = toBlock(query, eventQuery, place);
  for (const name of ['data_source', 'name', 'compute', 'search'])
    if (block[name] === undefined) place.unexpressed(`${place.path}.${name}`);
  return block;
}

/** Converts a `variables` block to the queries of a formula. @param unread receives the path of each unknown attribute */
export function fromVariables(block: unknown, unread: ReportUnexpressed): readonly Json[] {
  const [only = {}] = blocksIn(block);
  const { event_query: events, cloud_cost_query: costs, ...others } = only;
  for (const [name, value] of Object.entries(others)) if (blocksIn(value).length > 0) unread(`variables.${name}`);
  const read = (queries: unknown, shape: BlockShape) =>
    blocksIn(queries)
      .map((query) => fromBlock(query, shape, { path: 'variables', unexpressed: unread }))
      .filter((query) => query !== undefined);
  return [...read(events, eventQuery), ...read(costs, cloudCostQuery)];
}
