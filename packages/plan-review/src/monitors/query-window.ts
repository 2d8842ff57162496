import { type MonitorQuery, minutesInWords, type Window, windowInWords } from '@himeshima/datadog-monitors';
import { type Phrase, words } from '../phrase';

interface QueryWindow extends Window {
  /** Aggregation of the values in the window, such as `sum`. */
  readonly how: string;
}

/** Returns the evaluation window of a query. Undefined if the query has no window. */
export function windowOf(query: MonitorQuery): QueryWindow | undefined {
  if (query.kind === 'metric') return { how: query.time.aggregator, ...query.time.window };
  return query.kind === 'search' ? { how: query.rollup.method.text, ...query.window } : undefined;
}

type WithThreshold = Extract<MonitorQuery, { threshold: unknown }>;

/**
 * Formats the words after a changed threshold: ` instead of 1 in 5 minutes`. Includes the window of a count, because the
 * threshold of a count is meaningless without a window.
 */
export function insteadOf(old: WithThreshold, now: WithThreshold): Phrase {
  const [was, is] = [countedWithin(old), countedWithin(now)];
  return words(`${was === is ? '' : is} instead of ${old.threshold.value}${was}`);
}

/** Formats the window of a count: ` in 5 minutes`. Returns an empty string for other aggregations. */
export function countedWithin(query: MonitorQuery): string {
  const window = windowOf(query);
  return window !== undefined && ['sum', 'count', 'cardinality'].includes(window.how) ? ` in ${spanOf(window)}` : '';
}

const spanOf = (window: QueryWindow) =>
  window.kind === 'last' ? minutesInWords(window.minutes) : windowInWords(window);

/** Formats a changed window: `evaluates 1 hour instead of 5 minutes`, `evaluates 1 minute instead of 5`. */
export function windowChange(was: QueryWindow, is: QueryWindow): Phrase {
  const [old, now] = [spanOf(was), spanOf(is)];
  const unitOf = (span: string) => span.replace(/^\S+ (.*?)s?$/, '$1');
  const hasSameUnit = was.kind === 'last' && is.kind === 'last' && unitOf(old) === unitOf(now);
  return words(`evaluates ${now} instead of ${hasSameUnit ? old.replace(/ .*/, '') : old}`);
}
