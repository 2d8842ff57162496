import type { NotCompared } from '../backtest/compare-backtests';
import type { Tally } from '../backtest/tally';
import type { MonitorDefinition } from '../monitor/definition';
import { type BurdenSignal, burdenSignals, type MonitorStatus } from './burden-signals';

/** Monitor and its state in Datadog. */
export interface AuditedMonitor {
  readonly id: string;
  readonly definition: MonitorDefinition;
  readonly status: MonitorStatus;
}

export interface RankedMonitor {
  readonly id: string;
  readonly name: string;
  /** Outcome of the backtest or of the recorded events; undefined if neither is available. */
  readonly tally: Tally | undefined;
  /** Reason why the pages of this monitor are unknown; undefined if they are known or were not requested. */
  readonly notEvaluated: string | undefined;
  readonly signals: readonly BurdenSignal[];
}

interface Evidence {
  /** Pages by monitor id, from backtests or recorded events; undefined to rank only by the definitions. */
  readonly results: ReadonlyMap<string, { readonly tally: Tally | undefined } | NotCompared> | undefined;
  /** Current time in milliseconds since the epoch. */
  readonly now: number;
}

/** Ranks monitors by pager burden: pages first, then the weight of the signals in their definitions. */
export function rankMonitors(
  monitors: readonly AuditedMonitor[],
  { results, now }: Evidence,
): readonly RankedMonitor[] {
  return monitors
    .map(({ id, definition, status }): RankedMonitor => {
      const result = results?.get(id);
      return {
        id,
        name: definition.name,
        tally: result && !('reason' in result) ? result.tally : undefined,
        notEvaluated: result && 'reason' in result ? result.reason : undefined,
        signals: burdenSignals(definition, status, now),
      };
    })
    .toSorted((a, b) => (b.tally?.pages ?? 0) - (a.tally?.pages ?? 0) || weightOf(b) - weightOf(a));
}

const weightOf = ({ signals }: RankedMonitor) => signals.reduce((sum, { weight }) => sum + weight, 0);
