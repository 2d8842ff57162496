import type { BacktestComparison, NotCompared } from '@himeshima/datadog-monitors';
import { backtestCases, obstacleTo } from './monitors/backtest-cases';
import type { MonitorSide } from './monitors/monitor-side';
import { countedWithin } from './monitors/query-window';
import { type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';

interface BacktestData {
  /** Time range in minutes since the epoch. `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Time zone of the on-call staff, used for times and to determine which pages are at night. */
  readonly timeZone: string;
  /** Interval between two points in minutes. */
  readonly resolutionMinutes: number;
  /** Source of the metrics: `Datadog`. */
  readonly source: string;
}

/** Results of backtests, keyed by monitor address, or the reason why results are unavailable. */
export type Backtest =
  | (BacktestData & { readonly results: ReadonlyMap<string, BacktestComparison | NotCompared> })
  | { readonly unavailable: string };

/** Changed monitor and the result of its backtest. */
export interface BacktestedMonitor {
  readonly address: string;
  readonly id: string;
  /** Alert condition before and after the change. Empty if the monitor does not exist at that time. */
  readonly before: Phrase;
  readonly after: Phrase;
  readonly result: BacktestComparison | NotCompared;
  /** Interval between two points in minutes; undefined if all monitors of the review have the same interval. */
  readonly ownResolution?: number | undefined;
}

/** Backtests of all changed monitors of a plan over the same data. */
export type BacktestReview =
  | (BacktestData & { readonly monitors: readonly BacktestedMonitor[] })
  | { readonly unavailable: string };

/** Returns the backtests of the changed monitors in a plan. Undefined without a backtest, or if no change affects alerts. */
export function backtestReview(plan: Plan, backtest: Backtest | undefined): BacktestReview | undefined {
  const cases = backtestCases(plan);
  if (backtest === undefined || cases.length === 0) return undefined;
  if ('unavailable' in backtest) return backtest;
  const { results, ...data } = backtest;
  const monitors = cases.map((one): BacktestedMonitor => {
    const reason = obstacleTo(one) ?? 'the backtest has no result for this monitor';
    const { address, id, before, after } = one;
    return {
      address,
      id,
      before: conditionOf(before),
      after: conditionOf(after),
      result: results.get(address) ?? { reason },
    };
  });
  return { ...data, monitors: withResolutions(monitors) };
}

/** Adds the interval of its points to each monitor if the intervals differ. */
function withResolutions(monitors: readonly BacktestedMonitor[]): readonly BacktestedMonitor[] {
  const intervals = new Set(monitors.flatMap(({ result }) => ('reason' in result ? [] : [result.resolutionMinutes])));
  if (intervals.size < 2) return monitors;
  return monitors.map((one) =>
    'reason' in one.result ? one : { ...one, ownResolution: one.result.resolutionMinutes },
  );
}

/** Formats the alert condition of a monitor: `at 3 in 5 minutes`. */
function conditionOf(side: MonitorSide | undefined): Phrase {
  if (side === undefined) return [];
  const { query, definition } = side;
  if (!('threshold' in query)) return say`${definition.type}`;
  return words(`${signs[query.comparator.sign]} ${query.threshold.value}${countedWithin(query)}`);
}

// < and > would have to be escaped in Markdown and HTML
const signs = { '>': 'above', '>=': 'at', '<': 'below', '<=': 'at most', '==': 'exactly', '!=': 'not' } as const;
