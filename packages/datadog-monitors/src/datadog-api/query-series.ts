import * as z from 'zod';
import { recordedMetric } from '../backtest/local-monitor';
import type { TestSeries } from '../series/series';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';
import type { SeriesRequest } from './series-requests';

/** Response of `GET /api/v1/query`. Source: API reference, "Query timeseries points" */
const answerForm = z.object({
  status: z.string().optional(),
  error: z.string().nullish(),
  series: z
    .array(
      z.object({
        tag_set: z.array(z.string()).nullish(),
        interval: z.number().nullish(),
        pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
      }),
    )
    .default([]),
});

type Answer = z.infer<typeof answerForm>;

/** Points of one request, and the interval that Datadog chose, in minutes. */
export interface AnsweredRequest {
  readonly request: SeriesRequest;
  readonly answer: Answer;
}

/** Sends one request, and returns it with its response. @throws DatadogApiError, also if Datadog rejects the query */
export async function querySeries(api: DatadogApi, request: SeriesRequest): Promise<AnsweredRequest> {
  const json = await api.getJson('/api/v1/query', {
    from: request.from * 60,
    to: request.to * 60,
    query: request.query,
  });
  const { data: answer } = answerForm.safeParse(json);
  if (answer === undefined)
    throw new DatadogApiError(`/api/v1/query did not return series; check DD_SITE or DD_HOST`, 'rejected');
  if (answer.status === 'error' || answer.error)
    throw new DatadogApiError(
      `Datadog rejected the query ${request.query}: ${answer.error || 'no reason'}`,
      'rejected',
    );
  return { request, answer };
}

/** Returns the interval between the points of a response, in minutes: longer than requested if Datadog rolled the series up further. */
export const answeredMinutes = ({ answer, request }: AnsweredRequest): number =>
  Math.max(request.minutes, ...answer.series.map(({ interval }) => Math.round((interval ?? 0) / 60)));

/**
 * Joins the responses for one part into series with one point per interval, keyed by group. A part without points becomes one
 * empty series: its metric exists, but reported nothing.
 * @param groupBy tag keys of the groups
 */
export function recordedSeries(
  answers: readonly AnsweredRequest[],
  index: number,
  groupBy: readonly string[],
): TestSeries[] {
  const metric = recordedMetric(index);
  const ends = answers.map(({ request }) => request);
  const [from, to] = [Math.min(...ends.map((one) => one.from)), Math.max(...ends.map((one) => one.to))];
  const byGroup = new Map<string, TestSeries & { readonly values: Float64Array }>();
  for (const { tag_set: tagSet, pointlist } of answers.flatMap(({ answer }) => answer.series)) {
    const tags = groupTags(tagSet ?? [], groupBy);
    const key = JSON.stringify(tags);
    const series = byGroup.get(key) ?? { metric, tags, from, values: new Float64Array(to - from).fill(Number.NaN) };
    byGroup.set(key, series);
    for (const [moment, value] of pointlist) {
      const at = Math.floor(moment / 60_000) - from;
      if (value !== null && at >= 0 && at < series.values.length) series.values[at] = value;
    }
  }
  return byGroup.size === 0 ? [{ metric, tags: {}, minutes: [] }] : [...byGroup.values()];
}

function groupTags(tagSet: readonly string[], groupBy: readonly string[]): Readonly<Record<string, string>> {
  const pairs = tagSet.map((tag): [string, string] => {
    const colon = tag.indexOf(':');
    return colon < 0 ? [tag, ''] : [tag.slice(0, colon), tag.slice(colon + 1)];
  });
  return Object.fromEntries(pairs.filter(([key]) => groupBy.includes(key)));
}
