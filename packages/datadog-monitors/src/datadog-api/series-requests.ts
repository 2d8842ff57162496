import type { MetricPart } from '../backtest/local-monitor';

/** Maximum number of requests in a run. An organization may send 1,600 requests an hour (docs.datadoghq.com/api/latest/rate-limits). */
export const requestsPerRun = 200;

/** Points per request. Datadog rolls up a series with more than 1,500 points (docs.datadoghq.com/dashboards/functions/rollup). */
const pointsPerRequest = 1440;

/** Intervals between points in minutes, finest first. */
const intervals = [1, 2, 5, 10, 15, 30, 60] as const;

/** Part of a query, and the first minute whose points are needed. */
export interface NeededPart {
  readonly part: MetricPart;
  readonly from: number;
}

/** Request for the points of one part, in minutes since the epoch; `to` is exclusive. */
export interface SeriesRequest {
  /** Index of the part. */
  readonly index: number;
  readonly query: string;
  readonly minutes: number;
  readonly from: number;
  readonly to: number;
}

export interface RequestPlan {
  /** Minutes between two points of most series; a `rollup` in a query overrides them. */
  readonly minutes: number;
  readonly requests: readonly SeriesRequest[];
  /** Number of parts that the requests cover, counted from the first part. */
  readonly covered: number;
}

/**
 * Plans the requests for all parts with the finest interval that needs at most `most` requests. If no interval suffices, covers
 * only the first parts. Ranges start at multiples of their length, so that a later run finds them in the cache.
 * @param to end of the range in minutes since the epoch, exclusive
 */
export function planRequests(parts: readonly NeededPart[], to: number, most = requestsPerRun): RequestPlan {
  const plans = intervals.map((minutes) => ({
    minutes,
    byPart: parts.map((one, index) => requestsOf(one, { index, minutes, to })),
  }));
  const fits = plans.find(({ byPart }) => byPart.flat().length <= most) ?? plans.at(-1);
  if (fits === undefined) return { minutes: intervals[0], requests: [], covered: 0 };
  const { minutes, byPart } = fits;
  let left = most;
  const covered = byPart.findIndex((requests) => {
    left -= requests.length;
    return left < 0;
  });
  const kept = covered < 0 ? byPart : byPart.slice(0, covered);
  return { minutes, requests: kept.flat(), covered: kept.length };
}

interface Range {
  readonly index: number;
  readonly minutes: number;
  readonly to: number;
}

function requestsOf({ part, from }: NeededPart, { index, minutes, to }: Range): SeriesRequest[] {
  const interval = Math.max(minutes, part.ownMinutes ?? 0);
  const length = interval * pointsPerRequest;
  const requests: SeriesRequest[] = [];
  for (let start = Math.floor(from / length) * length; start < to; start += length)
    requests.push({
      index,
      query: part.queryAt(minutes),
      minutes: interval,
      from: start,
      to: Math.min(start + length, to),
    });
  return requests;
}
