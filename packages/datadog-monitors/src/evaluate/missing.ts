import type { MonitorDefinition } from '../monitor/definition';
import type { MetricQuery } from '../query/query-tree';
import { expressionsIn, usesAsCount } from '../query/walk';
import type { GroupState, State } from './state';
import { judge } from './threshold';

/** Effect of a window without points on a group that had points before. */
export type Missing =
  | { readonly kind: 'zero' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'state'; readonly state: State; readonly notify: boolean; readonly reason: string };

/**
 * Determines the effect of missing data. If on_missing_data is not set, the older notify_no_data applies: with it, the state
 * changes to No Data after no_data_timeframe; without it, the state is unchanged. A triggered group is resolved after timeout_h
 * hours without data. Source: docs.datadoghq.com/monitors/configuration, "No data", "Auto resolve", "Group retention time".
 * @param silent minutes since the last point
 */
export function onMissing(
  definition: MonitorDefinition,
  query: MetricQuery,
  { group, silent, minute }: { readonly group: GroupState; readonly silent: number; readonly minute: number },
): Missing {
  const { timeoutHours, onMissingData } = definition;
  const empty = minute - (group.emptySince ?? minute);
  if (timeoutHours && empty >= timeoutHours * 60) {
    // the group resolves once and stays resolved until data returns
    if (group.state === 'OK') return { kind: 'keep' };
    return { kind: 'state', state: 'OK', notify: true, reason: `no data for ${timeoutHours} h: resolved by timeout_h` };
  }
  switch (onMissingData) {
    case undefined:
      return older(definition, query, silent);
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

function older(
  { notifyNoData, noDataTimeframeMinutes }: MonitorDefinition,
  query: MetricQuery,
  silent: number,
): Missing {
  // the default of no_data_timeframe is twice the window (API reference, "Create a monitor")
  const frame = noDataTimeframeMinutes || 2 * query.time.window.minutes;
  if (!notifyNoData || silent < frame) return { kind: 'keep' };
  return { kind: 'state', state: 'No Data', notify: true, reason: `no data for ${silent} minutes` };
}

// counts without data are zero, unless default_zero() is used (docs.datadoghq.com/monitors/configuration, "No data")
function countsUp({ time, expression }: MetricQuery): boolean {
  const zeroed = [...expressionsIn(expression)].some(
    (part) => part.kind === 'call' && part.name.text === 'default_zero',
  );
  return !zeroed && (time.aggregator === 'sum' || usesAsCount(expression));
}

/**
 * Returns the effect of a window without points on an OK group: the state is kept, the state can change, or the window counts as zero.
 */
export function withoutData(definition: MonitorDefinition, query: MetricQuery): 'keeps' | 'is zero' | 'acts' {
  const { onMissingData, notifyNoData, thresholds } = definition;
  if (onMissingData === undefined) return notifyNoData ? 'acts' : 'keeps';
  if (onMissingData !== 'default') return 'acts';
  if (!countsUp(query)) return 'keeps';
  return judge(0, query, thresholds, 'OK').state === 'OK' ? 'is zero' : 'acts';
}
