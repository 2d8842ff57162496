import { type MonitorQuery, minutesInWords } from '../../lib/datadog';
import { type Phrase, words } from '../phrase';

interface Looks {
  /** What is made of the minutes: `sum`. */
  readonly how: string;
  readonly minutes: number;
  /** Where the query says so, from column to column. */
  readonly column: number;
  readonly end: number;
}

/** The minutes that a monitor looks at; undefined for those that look at none. */
export function windowOf(query: MonitorQuery): Looks | undefined {
  if (query.kind === 'metric') return { how: query.time.aggregator, ...query.time.window };
  return query.kind === 'search' ? { how: query.rollup.method.text, ...query.window } : undefined;
}

/** ` in 5 minutes`, where a monitor counts: without them a threshold says little. */
export function inItsWindow(query: MonitorQuery): Phrase {
  const { how = '', minutes = 0 } = windowOf(query) ?? {};
  return ['sum', 'count', 'cardinality'].includes(how) ? words(` in ${minutesInWords(minutes)}`) : [];
}

/** `looks at 1 hour instead of 5 minutes`, `looks at 1 minute instead of 5`. */
export function looksInstead(was: number, is: number): Phrase {
  const [old, now] = [minutesInWords(was), minutesInWords(is)];
  const unitOf = (span: string) => span.replace(/^\S+ (.*?)s?$/, '$1');
  return words(`looks at ${now} instead of ${unitOf(old) === unitOf(now) ? old.replace(/ .*/, '') : old}`);
}
