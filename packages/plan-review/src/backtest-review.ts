import type { BacktestComparison, NotCompared } from '@himeshima/datadog-monitors';
import { backtestCases, obstacleTo } from './monitors/backtest-cases';
import type { MonitorSide } from './monitors/monitor-side';
import { countedWithin } from './monitors/query-window';
import { type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';

interface BacktestData {
  /** Minutes since the epoch; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Time zone of the on-call staff, for times and pages at night. */
  readonly timeZone: string;
  /** Interval between two points in minutes. */
  readonly resolutionMinutes: number;
  /** Source of the metrics: `Datadog`. */
  readonly source: string;
}

/** Results of backtests by the address of the monitor, or the reason why there are no results. */
export type Backtest =
  | (BacktestData & { readonly results: ReadonlyMap<string, BacktestComparison | NotCompared> })
  | { readonly unavailable: string };

/** Changed monitor with the result of its backtest. */
export interface BacktestedMonitor {
  readonly address: string;
  readonly id: string;
  /** Alert condition before and after the change; empty if the monitor does not exist. */
  readonly before: Phrase;
  readonly after: Phrase;
  readonly result: BacktestComparison | NotCompared;
}

/** Backtests in the review: all changed monitors of a plan over the same data. */
export type BacktestReview =
  | (BacktestData & { readonly monitors: readonly BacktestedMonitor[] })
  | { readonly unavailable: string };

/** Returns the backtests of a plan's changed monitors; undefined if there is no backtest or no monitor alerts differently. */
export function backtestReview(plan: Plan, backtest: Backtest | undefined): BacktestReview | undefined {
  const cases = backtestCases(plan);
  if (backtest === undefined || cases.length === 0) return undefined;
  if ('unavailable' in backtest) return backtest;
  const { results, ...data } = backtest;
  const monitors = cases.map((one): BacktestedMonitor => {
    const reason = obstacleTo(one) ?? 'there is no result for this monitor';
    const { address, id, before, after } = one;
    return {
      address,
      id,
      before: conditionOf(before),
      after: conditionOf(after),
      result: results.get(address) ?? { reason },
    };
  });
  return { ...data, monitors };
}

/** Formats the alert condition of a monitor: `≥ 3 in 5 minutes`. */
function conditionOf(side: MonitorSide | undefined): Phrase {
  if (side === undefined) return [];
  const { query, definition } = side;
  if (!('threshold' in query)) return say`${definition.type}`;
  return words(`${signs[query.comparator.sign]} ${query.threshold.value}${countedWithin(query)}`);
}

// in Markdown and HTML, < and > would have to be escaped
const signs = { '>': 'above', '>=': 'at', '<': 'below', '<=': 'at most', '==': 'exactly', '!=': 'not' } as const;
