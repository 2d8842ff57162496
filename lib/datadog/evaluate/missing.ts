import type { MonitorDefinition } from '../monitor/definition';
import type { MetricQuery } from '../query/tree';
import { usesAsCount } from '../query/walk';
import type { GroupState, State } from './state';

/** What a window without points means for a group that had some before. */
export type Missing =
  | { readonly kind: 'zero' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'state'; readonly state: State; readonly notify: boolean; readonly reason: string };

/**
 * Source: D/monitors/configuration, "No data". Monitors with on_missing_data follow it; older ones (notify_no_data) keep
 * their state until no_data_timeframe has passed. timeout_h resolves a triggered group that has no data.
 */
export function onMissing(definition: MonitorDefinition, query: MetricQuery, group: GroupState, to: number): Missing {
  const silent = to - group.lastPoint;
  const { timeoutHours, onMissingData } = definition;
  if (timeoutHours && group.state !== 'OK' && silent >= timeoutHours * 60) {
    return { kind: 'state', state: 'OK', notify: true, reason: `no data for ${timeoutHours} h: resolved by timeout_h` };
  }
  switch (onMissingData) {
    case undefined:
      return older(definition, silent);
    case 'default':
      return countsUp(query) ? { kind: 'zero' } : { kind: 'keep' };
    case 'show_no_data':
      return { kind: 'state', state: 'No Data', notify: false, reason: 'no data in the window' };
    case 'show_and_notify_no_data':
      return { kind: 'state', state: 'No Data', notify: true, reason: 'no data in the window' };
    case 'resolve':
      return { kind: 'state', state: 'OK', notify: true, reason: 'no data in the window: resolved by on_missing_data' };
    default:
      return onMissingData satisfies never;
  }
}

function older({ notifyNoData, noDataTimeframeMinutes }: MonitorDefinition, silent: number): Missing {
  // The default of no_data_timeframe is told differently by three sources: without it nothing is said.
  if (!notifyNoData || !noDataTimeframeMinutes || silent < noDataTimeframeMinutes) return { kind: 'keep' };
  return { kind: 'state', state: 'No Data', notify: true, reason: `no data for ${silent} minutes` };
}

// D/monitors/configuration: "sum or count aggregation" is zero without data; the newest page leaves out default_zero.
function countsUp({ time, expression }: MetricQuery): boolean {
  return time.aggregator === 'sum' || usesAsCount(expression);
}
