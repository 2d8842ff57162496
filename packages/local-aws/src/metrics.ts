import { binOf, type SavedSeries } from '@himeshima/datadog-monitors';
import type { Collection, Store } from './store';

/** Values of tags, keyed by the tag's name in Datadog: `{ functionname: 'power-on' }`. */
export type Tags = Readonly<Record<string, string>>;

/** Name of a custom metric in CloudWatch. */
export interface MetricIdentity {
  namespace: string;
  name: string;
  dimensions: readonly { Name: string; Value: string }[];
}

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

/** Event that recorded a value. */
export interface MetricCause {
  readonly event: number;
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly value: number;
}

export interface Series {
  metric: string;
  tags: Tags;
  minutes: Minute[];
  /** Events of this run that recorded the newest nonzero values, oldest first. */
  readonly causes: MetricCause[];
  /** Name in CloudWatch, if the metric is a custom metric. */
  identity?: MetricIdentity | undefined;
}

/** Persisted form of one minute of a series. */
interface WrittenMinute {
  metric: string;
  tags: Tags;
  minute: Minute;
  identity?: MetricIdentity | undefined;
}

export interface MetricStore {
  /**
   * Adds a value to its series, at the given time in ms since the epoch.
   * @param point.count number of times that the value occurred, by default once
   * @param point.identity name of the metric in CloudWatch, if it is a custom metric
   * @param point.causes IDs of the events that recorded the value, as far as they are known
   */
  record(point: {
    metric: string;
    tags: Tags;
    value: number;
    at: number;
    count?: number;
    identity?: MetricIdentity;
    causes?: readonly (number | undefined)[];
  }): void;
  /**
   * Returns a function that increments a count by one. Use it for counts that are incremented often, because it
   * builds the series name only once.
   */
  counter(series: { metric: string; tags: Tags }): (at: number) => void;
  /** Returns the names of all metrics. */
  names(): readonly string[];
  /** Returns every series of a metric, with its minutes in ascending order. */
  series(metric: string): Series[];
  /** Returns the names of all custom metrics in CloudWatch, and the start of the last minute with values, in ms since the epoch. */
  identified(): { identity: MetricIdentity; lastAt: number }[];
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
export const retentionMinutes = 28 * 60;

/** Maximum number of causes to keep for a series. */
const maxCauses = 50;

interface Value {
  value: number;
  at: number;
  count?: number;
  causes?: readonly (number | undefined)[];
}

function keepCauses({ causes }: Series, minute: number, { value, causes: added = [] }: Value): void {
  if (value === 0) return;
  for (const event of added.slice(-maxCauses)) if (event !== undefined) causes.push({ event, minute, value });
  if (causes.length > maxCauses) causes.splice(0, causes.length - maxCauses);
}

function minuteOf({ minutes }: Series, minute: number): Minute {
  const place = minutes.findLastIndex((known) => known.minute <= minute);
  const known = minutes[place];
  if (known?.minute === minute) return known;
  const made = { minute, sum: 0, count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  minutes.splice(place + 1, 0, made);
  return made;
}

function add(minute: Minute, value: number, count: number): void {
  const isConstant = minute.count === 0 || (minute.min === value && minute.max === value);
  if (!isConstant) {
    minute.sketch ??= { [binOf(minute.min)]: minute.count };
    const bin = binOf(value);
    minute.sketch[bin] = (minute.sketch[bin] ?? 0) + count;
  }
  minute.sum += value * count;
  minute.count += count;
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

  const seriesOf = ({ metric, tags, identity }: Omit<Series, 'minutes' | 'causes'>, name: string): Series => {
    const known = kept.get(name);
    if (known !== undefined) {
      known.identity ??= identity;
      return known;
    }
    const made: Series = { metric, tags, minutes: [], causes: [], identity };
    kept.set(name, made);
    names.set(metric, [...(names.get(metric) ?? []), name]);
    return made;
  };
  for (const [, { minute, ...series }] of written.entries())
    seriesOf(series, nameOf(series.metric, series.tags)).minutes.push(minute);
  for (const { minutes } of kept.values()) minutes.sort((a, b) => a.minute - b.minute);

  const forgetOld = (name: string, { minutes }: Series, minute: number) => {
    for (let first = minutes[0]; first !== undefined && first.minute < minute - retentionMinutes; first = minutes[0]) {
      minutes.shift();
      written.delete(`${name} ${first.minute}`);
    }
  };

  const recordAs = (name: string, of: Omit<Series, 'minutes' | 'causes'>, given: Value) => {
    const { value, at, count = 1 } = given;
    const series = seriesOf(of, name);
    const minute = minuteOf(series, Math.floor(at / 60_000));
    add(minute, value, count);
    keepCauses(series, minute.minute, given);
    forgetOld(name, series, minute.minute);
    if (store.lasting) written.set(`${name} ${minute.minute}`, { ...of, minute });
  };

  return {
    record: ({ metric, tags, identity, ...value }) =>
      recordAs(nameOf(metric, tags), { metric, tags, ...(identity && { identity }) }, value),
    counter(series) {
      const name = nameOf(series.metric, series.tags);
      return (at) => recordAs(name, series, { value: 1, at });
    },
    fillQuietMinute(at, isCount) {
      const minute = Math.floor(at / 60_000);
      for (const [name, series] of kept.entries()) {
        if (isCount(series.metric) && series.minutes.at(-1)?.minute !== minute)
          recordAs(name, series, { value: 0, at });
      }
    },
    names: () => [...names.keys()],
    series: (metric) => (names.get(metric) ?? []).flatMap((name) => kept.get(name) ?? []),
    identified: () =>
      [...kept.values()].flatMap(({ identity, minutes }) =>
        identity === undefined ? [] : [{ identity, lastAt: (minutes.at(-1)?.minute ?? 0) * 60_000 }],
      ),
    save: () => Object.fromEntries([...kept.entries()].map(([name, { minutes }]) => [name, minutes])),
  };
}
