import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import { memoizeByObject } from '../memoize';
import type { Plan } from '../plan/plan';
import { monitorsIn, renamedMonitorsIn } from './changed-monitors';
import type { MonitorSide } from './monitor-side';

/** Changed monitor whose old and new definitions the backtest compares over past metrics. */
export interface BacktestCase {
  readonly address: string;
  readonly id: string;
  readonly before: MonitorSide | undefined;
  readonly after: MonitorSide | undefined;
}

/** Returns the monitors in a plan whose alerts may differ before and after the change. A renamed monitor counts as a single case. */
export const backtestCases = memoizeByObject((plan: Plan): readonly BacktestCase[] => {
  const renamed = renamedMonitorsIn(plan);
  const paired = new Set(renamed.flatMap(({ from, change }) => [from, change.address]));
  const others = monitorsIn(plan).filter(({ change }) => !paired.has(change.address));
  return [...renamed, ...others]
    .map(({ change, id, before, after }) => ({ address: change.address, id, before, after }))
    .filter(({ before, after }) => (before ?? after) !== undefined && alertingOf(before) !== alertingOf(after));
});

/** Serializes the attributes that determine when a monitor alerts. */
function alertingOf(side: MonitorSide | undefined): string {
  if (side === undefined) return '';
  const { name, message, tags, priority, escalationMessage, ...alerting }: MonitorDefinition = side.definition;
  return JSON.stringify([alerting, side.queryState]);
}

/** Returns why a case cannot be compared. Undefined if it can be compared. */
export function obstacleTo({ before, after }: BacktestCase): string | undefined {
  const states = [before, after].map((side) => side?.queryState);
  if (states.includes('known after apply')) return 'the query is known only after apply';
  return states.includes('unreadable') ? 'the query cannot be parsed' : undefined;
}
