import { createProgress } from '@himeshima/cli';
import { cachedApi } from '../datadog-api/answer-cache';
import { apiAccessIn } from '../datadog-api/api-access';
import { createDatadogApi, type DatadogApi } from '../datadog-api/datadog-api';
import { type BacktestRange, fetchBacktests } from '../datadog-api/fetch-backtests';
import type { ComparedVersions, Outcome, Version } from './format-backtest';

export interface ApiBacktestOptions {
  readonly timeZone: string;
  /** Number of days to read from Datadog. */
  readonly days?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Folder for cached responses from Datadog, relative to the current folder. */
const answerFolder = 'build/cache/datadog';

/**
 * Returns a caching client with the keys in the environment; undefined if no key is set.
 * @param environment variables of the process
 * @throws DatadogApiError
 */
export function apiInEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  folder = answerFolder,
): DatadogApi | undefined {
  const access = apiAccessIn(environment);
  return access && cachedApi(createDatadogApi(access), folder);
}

/** Returns a range of whole hours that ends with the current hour. @throws Error for an invalid number of days */
export function rangeOfDays(
  days: string,
  timeZone: string,
  { now = Date.now(), option = '--days' }: { readonly now?: number; readonly option?: string } = {},
): BacktestRange {
  const count = Number(days);
  if (!/^\d+$/.test(days) || count < 1 || count > 450)
    throw new Error(
      `invalid ${option} ${days}: expected a whole number from 1 to 450, because Datadog keeps metrics for 15 months`,
    );
  const to = Math.floor(now / 3_600_000) * 60;
  return { from: to - count * 1440, to, timeZone };
}

/**
 * Backtests the versions of a monitor over metrics from Datadog.
 * @throws Error if there are no keys or the monitor cannot be evaluated; DatadogApiError
 */
export async function apiBacktest(
  id: string,
  versions: readonly [Version, ...Version[]],
  { days = '7', timeZone, from, to }: ApiBacktestOptions,
): Promise<ComparedVersions> {
  const range = rangeOfDays(days, timeZone);
  const api = apiInEnvironment(process.env);
  if (api === undefined)
    throw new Error(
      "missing series: use --data FILE, or --series 'metric{tag:value}=0x4 1 0x20', or set DD_API_KEY and DD_APP_KEY to read them from Datadog",
    );
  if (from !== undefined || to !== undefined)
    throw new Error(
      '--from and --to apply only to --data and --series; use --days to set the range to read from Datadog',
    );
  const progress = createProgress(process.stderr);
  const onProgress = (done: number, of: number) => progress.reach(done, of, 'reading from Datadog');
  try {
    const [first, second] = versions;
    const definitions =
      second === undefined ? { after: first.definition } : { before: first.definition, after: second.definition };
    const found = await fetchBacktests([{ id, before: undefined, ...definitions }], range, { api, onProgress });
    const result = found.results.get(id);
    if (result === undefined || 'reason' in result) throw new Error(result?.reason ?? `${id} was not evaluated`);
    const sides = second === undefined ? [result.after] : [result.before, result.after];
    const outcomes = versions.flatMap((version, at): Outcome[] => {
      const side = sides[at];
      return side === undefined ? [] : [{ ...version, side }];
    });
    return { timeZone, from: range.from, to: range.to - 1, resolutionMinutes: found.resolutionMinutes, outcomes };
  } finally {
    progress.clear();
  }
}
