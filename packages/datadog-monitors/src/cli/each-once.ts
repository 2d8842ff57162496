import { seriesKey, type TestSeries } from '../index';

/** The same series. @throws Error where two are of one metric and tags: they would be added up */
export function eachOnce(all: readonly TestSeries[]): TestSeries[] {
  const keys = new Set<string>();
  for (const one of all) {
    const key = seriesKey(one);
    if (keys.has(key)) throw new Error(`the series ${nameOf(one)} is given twice: leave one of them out`);
    keys.add(key);
  }
  return [...all];
}

function nameOf({ metric, tags }: TestSeries): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(',')}}`;
}
