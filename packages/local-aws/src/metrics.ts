import { binOf, type SavedSeries } from '@himeshima/datadog-monitors';
import type { Collection, Store } from './store';

/** Values of tags, keyed by the tag's name in Datadog: `{ functionname: 'power-on' }`. */
export type Tags = Readonly<Record<string, string>>;

/** Aggregate of a series' values in one minute. */
export interface Minute {
  /** Minutes since the epoch. */
  minute: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  /** Number of values in each bin, for percentiles; missing if all values of the minute are equal. */
  sketch?: Record<string, number>;
}

export interface Series {
  metric: string;
  tags: Tags;
  minutes: Minute[];
}

/** Persisted form of one minute of a series. */
interface WrittenMinute {
  metric: string;
  tags: Tags;
  minute: Minute;
}

export interface MetricStore {
  /** Adds a value to its series, at the given time in ms since the epoch. */
  record(point: { metric: string; tags: Tags; value: number; at: number }): void;
  /**
   * Returns a function that increments a count by one. Use it for counts that are incremented often, because it
   * builds the series name only once.
   */
  counter(series: { metric: string; tags: Tags }): (at: number) => void;
  /** Returns the names of all metrics. */
  names(): readonly string[];
  /** Returns every series of a metric, with its minutes in ascending order. */
  series(metric: string): Series[];
  /**
   * Writes a zero into the minute of `at` for each known count that has no value in that minute. Otherwise a count would have
   * no points after its last value, and a monitor on that count could never recover.
   */
  fillQuietMinute(at: number, isCount: (metric: string) => boolean): void;
  /** Returns all series in the format that `savedSeries` of @himeshima/datadog-monitors reads in a monitor's test. */
  save(): SavedSeries;
}

/**
 * Number of minutes for which values are kept:
 * 28 hours, because a day's digest is written two hours after the day has ended.
 */
export const minutesKept = 28 * 60;

function minuteOf({ minutes }: Series, minute: number): Minute {
  const place = minutes.findLastIndex((known) => known.minute <= minute);
  const known = minutes[place];
  if (known?.minute === minute) return known;
  const made = { minute, sum: 0, count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  minutes.splice(place + 1, 0, made);
  return made;
}

function add(minute: Minute, value: number): void {
  const alike = minute.count === 0 || (minute.min === value && minute.max === value);
  if (!alike) {
    minute.sketch ??= { [binOf(minute.min)]: minute.count };
    const bin = binOf(value);
    minute.sketch[bin] = (minute.sketch[bin] ?? 0) + 1;
  }
  minute.sum += value;
  minute.count += 1;
  minute.min = Math.min(minute.min, value);
  minute.max = Math.max(minute.max, value);
}

const nameOf = (metric: string, tags: Tags) => {
  const sorted = Object.keys(tags).sort();
  return `${metric}{${sorted.map((key) => `${key}:${tags[key]}`).join(',')}}`;
};

/**
 * Creates a store that keeps the sum, count, minimum, maximum and sketch of each series per minute for 28 hours, as
 * CloudWatch delivers them to Datadog.
 */
export function createMetricStore(store: Store): MetricStore {
  // each minute has its own key, so that adding a value does not rewrite a whole day on disk
  const written: Collection<WrittenMinute> = store.collection('metrics', { mayLag: true });
  const kept = new Map<string, Series>();
  // index by metric, so that a monitor does not have to search all series
  const names = new Map<string, string[]>();

  const seriesOf = (metric: string, tags: Tags, name: string): Series => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const made = { metric, tags, minutes: [] };
    kept.set(name, made);
    names.set(metric, [...(names.get(metric) ?? []), name]);
    return made;
  };
  for (const [, { metric, tags, minute }] of written.entries())
    seriesOf(metric, tags, nameOf(metric, tags)).minutes.push(minute);
  for (const { minutes } of kept.values()) minutes.sort((a, b) => a.minute - b.minute);

  const forgetOld = (name: string, { minutes }: Series, minute: number) => {
    for (let first = minutes[0]; first !== undefined && first.minute < minute - minutesKept; first = minutes[0]) {
      minutes.shift();
      written.delete(`${name} ${first.minute}`);
    }
  };

  const recordAs = (name: string, { metric, tags }: Pick<Series, 'metric' | 'tags'>, value: number, at: number) => {
    const series = seriesOf(metric, tags, name);
    const minute = minuteOf(series, Math.floor(at / 60_000));
    add(minute, value);
    forgetOld(name, series, minute.minute);
    if (store.lasting) written.set(`${name} ${minute.minute}`, { metric, tags, minute });
  };

  return {
    record: ({ metric, tags, value, at }) => recordAs(nameOf(metric, tags), { metric, tags }, value, at),
    counter(series) {
      const name = nameOf(series.metric, series.tags);
      return (at) => recordAs(name, series, 1, at);
    },
    fillQuietMinute(at, isCount) {
      const minute = Math.floor(at / 60_000);
      for (const [name, series] of kept.entries()) {
        if (isCount(series.metric) && series.minutes.at(-1)?.minute !== minute) recordAs(name, series, 0, at);
      }
    },
    names: () => [...names.keys()],
    series: (metric) => (names.get(metric) ?? []).flatMap((name) => kept.get(name) ?? []),
    save: () => Object.fromEntries([...kept.entries()].map(([name, { minutes }]) => [name, minutes])),
  };
}
