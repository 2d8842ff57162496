import type { BacktestReview } from '../backtest-review';
import { say } from '../phrase';
import { daysOf, resultSummary } from './format-backtest';
import { plain } from './json-output';

/** Result of the backtest of a changed monitor, in one line. */
export interface BacktestResult {
  readonly address: string;
  readonly text: string;
}

/** Returns the results of the changed monitors of a plan; empty without a backtest. */
export function backtestResults(backtest: BacktestReview | undefined): readonly BacktestResult[] {
  if (backtest === undefined || 'unavailable' in backtest) return [];
  const range = `Backtest over the last ${daysOf(backtest)}`;
  return backtest.monitors.map((monitor) => ({
    address: monitor.address,
    text: plain([`${range} of `, ...say`${monitor.id}`, ': ', ...resultSummary(monitor)]),
  }));
}
