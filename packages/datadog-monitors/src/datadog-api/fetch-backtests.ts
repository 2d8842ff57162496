import {
  type BacktestComparison,
  type ChangedDefinition,
  compareBacktests,
  type NotCompared,
} from '../backtest/compare-backtests';
import { type LocalMonitor, localMonitor, type MetricPart, recordedCatalogue } from '../backtest/local-monitor';
import { catalogue } from '../catalogue/catalogue';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { QueryError } from '../query/query-error';
import type { TestSeries } from '../series/series';
import { DatadogApiError } from './api-error';
import type { DatadogApi } from './datadog-api';
import { type AnsweredRequest, answeredMinutes, querySeries, recordedSeries } from './query-series';
import { type NeededPart, planRequests, requestsPerRun, type SeriesRequest } from './series-requests';

/** Changed monitor with its address or id. */
export interface BacktestCase extends ChangedDefinition {
  readonly id: string;
}

export interface BacktestRange {
  /** Minutes since the epoch; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** Backtests of several monitors over the same range. */
export interface Backtests extends BacktestRange {
  /** Interval between two points, in minutes: the longest interval in any response. */
  readonly resolutionMinutes: number;
  readonly results: ReadonlyMap<string, BacktestComparison | NotCompared>;
}

interface Fetching {
  readonly api: DatadogApi;
  /** Maximum number of requests (default: 200). */
  readonly most?: number;
  /** Called after each request. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Maximum number of requests in flight. */
const parallel = 4;

/**
 * Backtests monitors over metrics from Datadog's query API. Returns a reason instead of a result for a monitor that cannot be
 * evaluated or whose query Datadog rejects.
 * @throws DatadogApiError if the keys are rejected or the API is throttled or unreachable
 */
export async function fetchBacktests(
  cases: readonly BacktestCase[],
  range: BacktestRange,
  { api, most = requestsPerRun, onProgress = () => undefined }: Fetching,
): Promise<Backtests> {
  const parts = createPartList(range.from);
  const local = cases.map((one) => ({ id: one.id, ...splitCase(one, parts) }));
  const { minutes, requests, covered } = planRequests(parts.needed, range.to, most);
  const answers = await answersTo(requests, api, onProgress);
  const rejected = new Map(answers.flatMap((one) => ('error' in one ? [[one.request.index, one.error.message]] : [])));
  const fine = answers.filter((one) => 'answer' in one);
  const byPart = new Map<number, AnsweredRequest[]>();
  for (const one of fine) byPart.set(one.request.index, [...(byPart.get(one.request.index) ?? []), one]);
  const series = parts.needed.map(({ part }, index) => recordedSeries(byPart.get(index) ?? [], index, part.groupBy));
  const known = recordedCatalogue(
    catalogue,
    parts.needed.map(({ part }) => part),
  );
  return {
    ...range,
    resolutionMinutes: fine.reduce((coarsest, one) => Math.max(coarsest, answeredMinutes(one)), minutes),
    results: new Map(local.map((one) => [one.id, resultOf(one)])),
  };

  function resultOf(one: (typeof local)[number]): BacktestComparison | NotCompared {
    if ('reason' in one) return { reason: one.reason };
    const missing = one.indices.find((index) => index >= covered);
    if (missing !== undefined) return { reason: `the backtest reached its limit of ${most} requests per run` };
    const reason = one.indices.map((index) => rejected.get(index)).find((message) => message !== undefined);
    if (reason !== undefined) return { reason };
    const own: readonly TestSeries[] = one.indices.flatMap((index) => series[index] ?? []);
    const resolutionMinutes = Math.max(
      minutes,
      ...one.indices.flatMap((index) => (byPart.get(index) ?? []).map(answeredMinutes)),
    );
    return compareBacktests(one, { series: own, ...range, to: range.to - 1, catalogue: known, resolutionMinutes });
  }
}

interface PartList {
  readonly needed: NeededPart[];
  /** Adds a part, or extends the range of an equal part. @returns the index of the part */
  indexOf(part: MetricPart): number;
  /** Extends the ranges of parts by the minutes that a monitor needs before the range. */
  extend(indices: readonly number[], lookbackMinutes: number): void;
}

function createPartList(from: number): PartList {
  const needed: NeededPart[] = [];
  const indices = new Map<string, number>();
  return {
    needed,
    indexOf(part) {
      const known = indices.get(part.key);
      if (known !== undefined) return known;
      indices.set(part.key, needed.length);
      return needed.push({ part, from }) - 1;
    },
    extend(those, lookbackMinutes) {
      for (const index of those) {
        const one = needed[index];
        if (one) needed[index] = { ...one, from: Math.min(one.from, from - lookbackMinutes) };
      }
    },
  };
}

type SplitCase = (ChangedDefinition & { readonly indices: readonly number[] }) | NotCompared;

/** Replaces the metric parts of both definitions with recorded metrics. */
function splitCase({ before, after }: ChangedDefinition, parts: PartList): SplitCase {
  try {
    const [was, is] = [before, after].map((one) => one && localMonitor(one, parts.indexOf));
    const indices = [...new Set([was, is].flatMap((one) => (one ? indicesOf(one, parts) : [])))];
    return { before: was?.definition, after: is?.definition, indices };
  } catch (error) {
    if (error instanceof NotEvaluatedError || error instanceof QueryError) return { reason: error.message };
    throw error;
  }
}

function indicesOf({ parts: own, lookbackMinutes }: LocalMonitor, parts: PartList): readonly number[] {
  const indices = own.map(parts.indexOf);
  parts.extend(indices, lookbackMinutes);
  return indices;
}

type Outcome = AnsweredRequest | { readonly request: SeriesRequest; readonly error: DatadogApiError };

/** Sends the requests, a few at a time. A rejected query does not stop the other queries. */
async function answersTo(
  requests: readonly SeriesRequest[],
  api: DatadogApi,
  onProgress: (done: number, of: number) => void,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...requests];
  const work = async () => {
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      outcomes.push(await outcomeOf(api, request));
      onProgress(outcomes.length, requests.length);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return outcomes;
}

async function outcomeOf(api: DatadogApi, request: SeriesRequest): Promise<Outcome> {
  try {
    return await querySeries(api, request);
  } catch (error) {
    if (error instanceof DatadogApiError && error.failure === 'rejected') return { request, error };
    throw error;
  }
}
