import { type MonitorQuery, minutesInWords, type Window, windowInWords } from '@himeshima/datadog-monitors';
import { type Phrase, words } from '../phrase';

interface Looks extends Window {
  /** What is made of the minutes: `sum`. */
  readonly how: string;
}

/** The minutes that a monitor looks at; undefined for those that look at none. */
export function windowOf(query: MonitorQuery): Looks | undefined {
  if (query.kind === 'metric') return { how: query.time.aggregator, ...query.time.window };
  return query.kind === 'search' ? { how: query.rollup.method.text, ...query.window } : undefined;
}

type WithThreshold = Extract<MonitorQuery, { threshold: unknown }>;

/** Behind another threshold ` in 5 minutes instead of 1`: where a monitor counts, a threshold says little without its window. */
export function insteadOf(old: WithThreshold, now: WithThreshold): Phrase {
  const [was, is] = [countedWithin(old), countedWithin(now)];
  return words(`${is} instead of ${old.threshold.value}${was === is ? '' : was}`);
}

/** ` in 5 minutes`; nothing for a monitor that does not count. */
export function countedWithin(query: MonitorQuery): string {
  const window = windowOf(query);
  return window !== undefined && ['sum', 'count', 'cardinality'].includes(window.how) ? ` in ${spanOf(window)}` : '';
}

const spanOf = (window: Looks) => (window.kind === 'last' ? minutesInWords(window.minutes) : windowInWords(window));

/** `looks at 1 hour instead of 5 minutes`, `looks at 1 minute instead of 5`, `looks at the current month instead of 1 day`. */
export function looksInstead(was: Looks, is: Looks): Phrase {
  const [old, now] = [spanOf(was), spanOf(is)];
  const unitOf = (span: string) => span.replace(/^\S+ (.*?)s?$/, '$1');
  const isSaid = was.kind === 'last' && is.kind === 'last' && unitOf(old) === unitOf(now);
  return words(`evaluates ${now} instead of ${isSaid ? old.replace(/ .*/, '') : old}`);
}
