import type { Bucket } from '../evaluate/source';
import { keyOf, type TestSeries } from '../series/series';
import { ExportError } from './export-error';

/**
 * Joins exports of consecutive time ranges, in any order, into one series per metric and tags.
 * @throws ExportError if two exports of a series contain the same minute
 */
export function joinSeries(all: readonly TestSeries[]): TestSeries[] {
  const parts = new Map<string, TestSeries[]>();
  for (const series of all) {
    const key = keyOf(series);
    parts.set(key, [...(parts.get(key) ?? []), series]);
  }
  return [...parts.values()].flatMap((of) => (of.length === 1 ? of : [joined(of)]));
}

function joined(parts: readonly TestSeries[]): TestSeries {
  const minutes = parts.flatMap(bucketsOf).sort((a, b) => a.minute - b.minute);
  const [metric, tags] = [parts[0]?.metric ?? '', parts[0]?.tags ?? {}];
  const twice = minutes.find(({ minute }, at) => minutes[at - 1]?.minute === minute);
  if (!twice) return { metric, tags, minutes };
  const time = new Date(twice.minute * 60_000).toISOString().slice(0, 16);
  throw new ExportError(`${metric}: two exports contain ${time}Z; remove one of them`, undefined);
}

function bucketsOf(series: TestSeries): readonly Bucket[] {
  if ('minutes' in series) return series.minutes;
  return Array.from(series.values).flatMap((value, at) =>
    Number.isNaN(value) ? [] : [{ minute: series.from + at, sum: value, count: 1, min: value, max: value }],
  );
}
