import { argumentOf, argumentsOf, readSteps, readText } from './parse-chain';
import { endOf } from './parse-comparison';
import type { ServiceCheckQuery } from './query-tree';
import { scannerOf } from './scanner';

/**
 * Parses `"check".over("tag").exclude("tag").by("group").last(n).count_by_status()`.
 * @throws QueryError
 * Source: API reference, "Create a monitor", "Service check query"; the API reference does not describe cluster percentages (`pct_by_status`), whose syntax is from Datadog's monitor editor
 */
export function parseServiceCheck(text: string): ServiceCheckQuery {
  const scanner = scannerOf(text);
  const check = readText(scanner, 'the name of a check in quotes, such as "ntp.in_sync"');
  const steps = readSteps(scanner, ['over', 'exclude', 'by', 'last', 'count_by_status', 'pct_by_status']);
  endOf(scanner);
  const last = argumentOf(scanner, steps, 'last', '.last(2)');
  const value = Number(last.text);
  if (!Number.isInteger(value) || value < 1 || value > 100) {
    throw scanner.error(`the argument of .last() must be a whole number from 1 to 100, not ${last.text}`, last.column);
  }
  const [counts, other] = steps.filter(({ name }) => name.endsWith('_by_status'));
  if (!counts) throw scanner.error('.count_by_status() is missing', text.length + 1);
  if (other) throw scanner.error('use either count_by_status() or pct_by_status(), not both', other.column);
  return {
    kind: 'service check',
    text,
    check,
    over: argumentsOf(steps, 'over'),
    exclude: argumentsOf(steps, 'exclude'),
    groupBy: argumentsOf(steps, 'by'),
    last: { value, column: last.column, end: last.end },
    counts: counts.name === 'pct_by_status' ? 'pct_by_status' : 'count_by_status',
  };
}
