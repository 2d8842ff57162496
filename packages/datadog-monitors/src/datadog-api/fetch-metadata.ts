import * as z from 'zod';
import { metadataInterval, metricParts } from '../audit/lint-metrics';
import type { MetricMetadata } from '../audit/metric-metadata';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import { seriesIn } from '../query/walk';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';
import { requestsPerRun } from './series-requests';

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

/** Limits of a run. */
interface Limits {
  /** Maximum number of requests (default: 200, as for a backtest). */
  readonly most?: number;
  /** Time after which no further request is sent, in milliseconds (default: 5 minutes). */
  readonly longestMs?: number;
  /** Returns the elapsed time in milliseconds. */
  readonly clock: () => number;
}

/** Requests for one metric or one part of a query. */
interface Task {
  readonly kind: 'metrics' | 'parts';
  readonly requests: number;
  run(): Promise<void>;
}

/** Maximum number of tasks in progress. */
const parallel = 4;

/**
 * Reads the metadata of all metrics of the monitors: whether they exist, their types and tags, when each part of a query last
 * reported, and how many groups it has. Needs two requests per metric, and one per part of a query. Stops at the limit of requests or
 * time, and records how much was not read.
 * @param now milliseconds since the epoch
 * @throws DatadogApiError
 */
export async function fetchMetadata(
  definitions: readonly MonitorDefinition[],
  api: DatadogApi,
  now: number,
  { most = requestsPerRun, longestMs = 300_000, clock }: Limits,
): Promise<MetricMetadata> {
  const metrics: MetricMetadata['metrics'] = {};
  const parts: MetricMetadata['parts'] = {};
  const metricTask = async (name: string) => {
    metrics[name] = await metricOf(name, api);
  };
  const partTask = async (query: string) => {
    parts[query] = await partOf(query, api, now);
  };
  // the metrics and parts of a monitor follow each other, so that the monitors before a limit are checked completely
  const tasks = new Map<string, Task>();
  for (const definition of definitions.filter(isReadable)) {
    for (const name of metricNames(definition))
      tasks.set(`metric ${name}`, { kind: 'metrics', requests: 2, run: () => metricTask(name) });
    for (const query of metricParts(definition).map((one) => one.queryAt(metadataInterval)))
      tasks.set(`part ${query}`, { kind: 'parts', requests: 1, run: () => partTask(query) });
  }
  const left = await runWithin([...tasks.values()], { most, longestMs, clock });
  return { recordedAt: new Date(now).toISOString(), metrics, parts, ...left };
}

/** Runs tasks, a few at a time, until a limit is reached. Returns how many tasks are left, and why. */
async function runWithin(
  tasks: readonly Task[],
  { most, longestMs, clock }: Required<Limits>,
): Promise<Pick<MetricMetadata, 'incomplete'>> {
  const waiting = [...tasks];
  const started = clock();
  let requests = 0;
  let reason: string | undefined;
  const work = async () => {
    for (let [task] = waiting; task !== undefined; [task] = waiting) {
      if (requests + task.requests > most) reason = `the limit of ${most} requests per run`;
      else if (clock() - started > longestMs) reason = `the limit of ${longestMs / 1000} seconds per run`;
      if (reason !== undefined) return;
      waiting.shift();
      requests += task.requests;
      await task.run();
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  if (reason === undefined) return {};
  const countOf = (kind: Task['kind']) => waiting.filter((task) => task.kind === kind).length;
  return { incomplete: { reason, metrics: countOf('metrics'), parts: countOf('parts') } };
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

/** Returns the response to a request; undefined if Datadog rejects the request, for example for an unknown metric. */
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
