import type { SeriesSource, SourceSeries } from '../evaluate/source';
import type { SeriesTags } from '../query/matches';
import { NotationError, parseNotation } from './notation';

/** Series for a test, for example `series('aws.lambda.errors{functionname:power-on}', '0x4 1 0x20')`. */
export type TestSeries = SourceSeries & { readonly metric: string };

/**
 * Creates a series from the notation, or from one value per minute.
 * @param name the metric, with its tags in braces
 * @param start minute of the first value
 * @throws NotationError
 */
export function series(name: string, values: string | readonly (number | undefined)[], start = 0): TestSeries {
  const numbers = typeof values === 'string' ? parseNotation(values) : values;
  return { ...readName(name), from: start, values: Float64Array.from(numbers, (value) => value ?? Number.NaN) };
}

/** Parses the name of a series into metric and tags. @throws NotationError */
export function readName(name: string): { metric: string; tags: SeriesTags } {
  const { metric, tags } = /^(?<metric>[\w.-]+)(?:\{(?<tags>[^{}]*)\})?$/.exec(name.trim())?.groups ?? {};
  if (metric === undefined) throw new NotationError(`${name} is not a metric with tags, such as a.b{key:value}`, 1);
  const pairs = (tags ?? '').split(',').filter((pair) => pair.trim() !== '' && pair.trim() !== '*');
  const entries = pairs.map((pair): [string, string] => {
    const colon = pair.indexOf(':');
    if (colon < 1) throw new NotationError(`${pair} is not a tag such as key:value`, name.indexOf(pair) + 1);
    return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()];
  });
  const values = new Map<string, string[]>();
  for (const [key, value] of entries) values.set(key, [...(values.get(key) ?? []), value]);
  const tagOf = ([first = '', ...others]: string[]) => (others.length === 0 ? first : [first, ...others]);
  return { metric, tags: Object.fromEntries([...values].map(([key, all]) => [key, tagOf(all)])) };
}

/** Returns a series' key, which does not depend on the order of the tags. */
export function keyOf({ metric, tags }: Pick<TestSeries, 'metric' | 'tags'>): string {
  return JSON.stringify([metric, Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Creates a source for an evaluator from the given series. */
export function sourceOf(...all: readonly TestSeries[]): SeriesSource {
  return { series: (metric) => all.filter((one) => one.metric === metric) };
}
