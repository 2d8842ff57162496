import { createProgress } from '@himeshima/cli';
import { type Catalogue, compareBacktests, pointInterval } from '@himeshima/datadog-monitors';
import {
  apiInEnvironment,
  type BacktestRange,
  DatadogApiError,
  extentOf,
  fetchBacktests,
  rangeOfDays,
} from '@himeshima/datadog-monitors/cli';
import type { Backtest } from '../backtest-review';
import { backtestCases, obstacleTo } from '../monitors/backtest-cases';
import type { Plan } from '../plan/plan';
import { recordedMetrics } from './recorded-metrics';

interface BacktestOptions {
  /** Number of days to read from Datadog. True for the default. */
  readonly backtest?: string | true | undefined;
  /** Folder with recorded metrics. */
  readonly series?: string | undefined;
  readonly timeZone: string;
}

interface Surroundings {
  /** Metrics that monitors can query. */
  readonly catalogue: Catalogue;
  /** Environment variables of the process, which contain the keys. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that caches the responses of Datadog (default: build/cache/datadog). */
  readonly cache?: string;
  /** Current time in milliseconds since the epoch. */
  readonly now: number;
}

type BacktestOf = (plan: Plan) => Backtest | undefined;

const defaultDays = '7';
const noKeys =
  'DD_API_KEY and DD_APP_KEY are not set; create a read-only application key with the scope timeseries_query, or use --series FOLDER';

/**
 * Backtests the changed monitors of all plans, over recorded metrics or metrics from Datadog. If the metrics cannot
 * be read from Datadog, the review states only the reason, because a review without a backtest is still useful.
 * @throws Error for invalid options or an unreadable folder
 */
export async function backtestsOf(
  plans: readonly Plan[],
  options: BacktestOptions,
  around: Surroundings,
): Promise<BacktestOf> {
  const { backtest, series, timeZone } = options;
  if (backtest !== undefined && series !== undefined)
    throw new Error(
      '--backtest and --series cannot be combined; read the metrics either from Datadog or from a folder',
    );
  if (series !== undefined) return overRecorded(series, { timeZone, catalogue: around.catalogue });
  return backtest === undefined
    ? () => undefined
    : fromDatadog(
        plans,
        rangeOfDays(backtest === true ? defaultDays : backtest, timeZone, { now: around.now, option: '--backtest' }),
        around,
      );
}

function overRecorded(folder: string, { timeZone, catalogue }: { timeZone: string; catalogue: Catalogue }): BacktestOf {
  const series = recordedMetrics(folder);
  const { first, last } = extentOf(series);
  const data = { series, from: first, to: last, timeZone, catalogue };
  const resolutionMinutes = pointInterval(series);
  return (plan) => ({
    from: first,
    to: last + 1,
    timeZone,
    resolutionMinutes,
    source: 'recorded files',
    results: new Map(
      comparableIn(plan).map(({ address, before, after }) => [
        address,
        compareBacktests({ before: before?.definition, after: after?.definition }, data),
      ]),
    ),
  });
}

/** Returns a line for a requested backtest that compares no monitor. Undefined if there is a monitor to compare, or no backtest. */
export const emptyBacktestWarning = (
  plans: readonly Plan[],
  { backtest, series }: Omit<BacktestOptions, 'timeZone'>,
): string | undefined =>
  (backtest ?? series) !== undefined && plans.every((plan) => backtestCases(plan).length === 0)
    ? '! nothing to backtest: no change affects when a monitor alerts'
    : undefined;

const comparableIn = (plan: Plan) => backtestCases(plan).filter((one) => obstacleTo(one) === undefined);

async function fromDatadog(
  plans: readonly Plan[],
  range: BacktestRange,
  { environment, cache }: Surroundings,
): Promise<BacktestOf> {
  // addresses are unique only within a stack
  const cases = plans.flatMap((plan) =>
    comparableIn(plan).map(({ address, before, after }) => ({
      id: keyOf(plan, address),
      before: before?.definition,
      after: after?.definition,
    })),
  );
  const progress = createProgress(process.stderr);
  const onProgress = (done: number, of: number) => progress.reach(done, of, 'reading metrics from Datadog');
  try {
    const api = apiInEnvironment(environment, cache);
    if (api === undefined) return () => ({ unavailable: noKeys });
    const found = await fetchBacktests(cases, range, { api, onProgress });
    return (plan) => ({
      ...found,
      source: 'Datadog',
      results: new Map(
        comparableIn(plan).flatMap(({ address }) => {
          const result = found.results.get(keyOf(plan, address));
          return result === undefined ? [] : [[address, result] as const];
        }),
      ),
    });
  } catch (error) {
    if (!(error instanceof DatadogApiError)) throw error;
    return () => ({ unavailable: error.message });
  } finally {
    progress.clear();
  }
}

const keyOf = ({ stack }: Plan, address: string) => `${stack} ${address}`;
