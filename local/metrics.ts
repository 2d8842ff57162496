import { DDSketch } from '@datadog/sketches-js';

/** Tags as Datadog writes them: `{ functionname: 'power-on' }`. */
export type Tags = Readonly<Record<string, string>>;

/** What one minute of one series holds. */
export interface Minute {
  /** Minutes since the epoch. */
  minute: number;
  sum: number;
  count: number;
  min: number;
  max: number;
  sketch: DDSketch | undefined;
}

export interface Series {
  metric: string;
  tags: Tags;
  minutes: Minute[];
}

export interface MetricStore {
  /** Adds one value at a moment (ms since the epoch) to its series. Distributions also keep a sketch for percentiles. */
  record(point: { metric: string; tags: Tags; value: number; at: number; distribution?: boolean }): void;
  /** Every series of a metric, minutes in order, oldest first. */
  series(metric: string): Series[];
  /**
   * Writes a zero into the minute of `at` for each known series of a count in which nothing happened. Otherwise a
   * counter that has counted once would have no points for ever after, and no monitor on it could recover.
   */
  fillQuietMinute(at: number, isCount: (metric: string) => boolean): void;
  /** All that is held, as JSON that a monitor's test can read: `{"metric{tag:value}": [[minute, sum], …]}`. */
  save(): Record<string, [number, number][]>;
}

const minutesKept = 24 * 60;

function emptyMinute(minute: number, distribution: boolean): Minute {
  return {
    minute,
    sum: 0,
    count: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    sketch: distribution ? new DDSketch({ relativeAccuracy: 0.01 }) : undefined,
  };
}

function minuteOf(series: Series, minute: number, distribution: boolean): Minute {
  const last = series.minutes.at(-1);
  if (last?.minute === minute) return last;
  const found = series.minutes.find((candidate) => candidate.minute === minute);
  if (found !== undefined) return found;
  const made = emptyMinute(minute, distribution);
  const later = series.minutes.findIndex((candidate) => candidate.minute > minute);
  series.minutes.splice(later === -1 ? series.minutes.length : later, 0, made);
  while ((series.minutes[0]?.minute ?? minute) < minute - minutesKept) series.minutes.shift();
  return made;
}

const nameOf = (tags: Tags) =>
  Object.keys(tags)
    .sort()
    .map((key) => `${key}:${tags[key]}`)
    .join(',');

/** Sums, counts, minima and maxima per series and minute, for 24 hours: what CloudWatch hands to Datadog. */
export function createMetricStore(): MetricStore {
  const metrics = new Map<string, Map<string, Series>>();

  const seriesOf = (metric: string, tags: Tags): Series => {
    const ofMetric = metrics.get(metric) ?? new Map<string, Series>();
    metrics.set(metric, ofMetric);
    const name = nameOf(tags);
    const series = ofMetric.get(name) ?? { metric, tags, minutes: [] };
    ofMetric.set(name, series);
    return series;
  };

  return {
    record({ metric, tags, value, at, distribution = false }) {
      const minute = minuteOf(seriesOf(metric, tags), Math.floor(at / 60_000), distribution);
      minute.sum += value;
      minute.count += 1;
      minute.min = Math.min(minute.min, value);
      minute.max = Math.max(minute.max, value);
      minute.sketch?.accept(value);
    },
    fillQuietMinute(at, isCount) {
      const minute = Math.floor(at / 60_000);
      for (const [metric, ofMetric] of metrics) {
        if (!isCount(metric)) continue;
        for (const { tags, minutes } of ofMetric.values()) {
          if (minutes.at(-1)?.minute !== minute) this.record({ metric, tags, value: 0, at });
        }
      }
    },
    series: (metric) => [...(metrics.get(metric)?.values() ?? [])],
    save() {
      const saved: Record<string, [number, number][]> = {};
      for (const [metric, ofMetric] of metrics)
        for (const [name, series] of ofMetric)
          saved[`${metric}{${name}}`] = series.minutes.map(({ minute, sum }) => [minute, sum]);
      return saved;
    },
  };
}
