import { seriesKey, type TestSeries } from '../index';

/** Rejects duplicate series, because their values would be summed. @throws Error if two series have the same metric and tags */
export function eachOnce(all: readonly TestSeries[]): TestSeries[] {
  const keys = new Set<string>();
  for (const one of all) {
    const key = seriesKey(one);
    if (keys.has(key)) throw new Error(`the series ${nameOf(one)} appears twice; remove one of them`);
    keys.add(key);
  }
  return [...all];
}

function nameOf({ metric, tags }: TestSeries): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(',')}}`;
}
