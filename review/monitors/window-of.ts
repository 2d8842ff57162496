import type { MonitorQuery } from '../../lib/datadog';
import { counted, type Phrase, words } from '../phrase';

/** The minutes that a monitor looks at, and what it makes of them; undefined for those that look at none. */
export function windowOf(query: MonitorQuery): { readonly how: string; readonly minutes: number } | undefined {
  if (query.kind === 'metric') return { how: query.time.aggregator, minutes: query.time.window.minutes };
  return query.kind === 'search' ? { how: query.rollup.method.text, minutes: query.window.minutes } : undefined;
}

/** ` in 5 minutes`, where a monitor counts: without them a threshold says little. */
export function inItsWindow(query: MonitorQuery): Phrase {
  const { how = '', minutes = 0 } = windowOf(query) ?? {};
  return ['sum', 'count', 'cardinality'].includes(how) ? words(` in ${counted(minutes, 'minute')}`) : [];
}
