import * as z from 'zod';
import { metadataInterval, metricParts } from '../audit/lint-metrics';
import type { MetricMetadata } from '../audit/metric-metadata';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import { seriesIn } from '../query/walk';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';

const days = 7;

const typeForm = z.object({ type: z.string().nullish() });
const tagsForm = z.object({
  data: z.object({
    attributes: z.object({ tags: z.array(z.string()).nullish(), ingested_tags: z.array(z.string()).nullish() }),
  }),
});
const queryForm = z.object({
  series: z.array(z.object({ pointlist: z.array(z.tuple([z.number(), z.number().nullable()])) })).default([]),
});

/**
 * Reads the metadata of all metrics of the monitors: whether they exist, their types and tags, when each part of a query last
 * reported, and how many groups it has. Needs two requests per metric, and one per part of a query.
 * @param now milliseconds since the epoch
 * @throws DatadogApiError
 */
export async function fetchMetadata(
  definitions: readonly MonitorDefinition[],
  api: DatadogApi,
  now: number,
): Promise<MetricMetadata> {
  const readable = definitions.filter(isReadable);
  const names = [...new Set(readable.flatMap(metricNames))];
  const queries = [
    ...new Set(readable.flatMap((one) => metricParts(one).map((part) => part.queryAt(metadataInterval)))),
  ];
  const metrics: MetricMetadata['metrics'] = {};
  for (const name of names) metrics[name] = await metricOf(name, api);
  const parts: MetricMetadata['parts'] = {};
  for (const query of queries) parts[query] = await partOf(query, api, now);
  return { recordedAt: new Date(now).toISOString(), metrics, parts };
}

function isReadable({ type, query }: MonitorDefinition): boolean {
  try {
    return parseMonitorQuery(type, query).kind === 'metric';
  } catch (error) {
    if (error instanceof QueryError) return false;
    throw error;
  }
}

function metricNames({ type, query: text }: MonitorDefinition): readonly string[] {
  const query = parseMonitorQuery(type, text);
  return query.kind === 'metric' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
}

/** Returns undefined if Datadog rejects the request, for example for an unknown metric. */
async function optional(request: Promise<unknown>): Promise<unknown> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof DatadogApiError && error.failure === 'rejected') return undefined;
    throw error;
  }
}

async function metricOf(name: string, api: DatadogApi): Promise<MetricMetadata['metrics'][string]> {
  const metadata = await optional(api.getJson(`/api/v1/metrics/${encodeURIComponent(name)}`));
  if (metadata === undefined) return null;
  const path = `/api/v2/metrics/${encodeURIComponent(name)}/all-tags`;
  const tags = tagsForm.safeParse(await optional(api.getJson(path, { 'window[seconds]': days * 86_400 }))).data;
  const { tags: indexed, ingested_tags: ingested } = tags?.data.attributes ?? {};
  return { type: typeForm.safeParse(metadata).data?.type ?? null, tags: [...(indexed ?? ingested ?? [])] };
}

async function partOf(query: string, api: DatadogApi, now: number): Promise<MetricMetadata['parts'][string]> {
  const to = Math.floor(now / 1000);
  const answer = await optional(api.getJson('/api/v1/query', { from: to - days * 86_400, to, query }));
  const { data } = queryForm.safeParse(answer);
  if (answer === undefined || data === undefined) return null;
  const moments = data.series.flatMap(({ pointlist }) =>
    pointlist.flatMap(([at, value]) => (value === null ? [] : [at])),
  );
  const last = moments.reduce((latest, at) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  return { groups: data.series.length, lastPoint: Number.isFinite(last) ? new Date(last).toISOString() : null };
}
