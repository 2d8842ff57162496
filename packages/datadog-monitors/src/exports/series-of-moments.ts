import type { Bucket } from '../evaluate/source';
import type { SeriesTags } from '../query/matches';
import { farthestMinutes } from '../series/points';
import type { TestSeries } from '../series/series';
import { ExportError } from './export-error';

/** Exported point. */
export interface Moment {
  /** Time in milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

export interface ExportedSeries {
  readonly metric: string;
  readonly tags: SeriesTags;
  readonly moments: readonly Moment[];
  /** Returns the line of a point in this series, for error messages. */
  lineOf(index: number): number | undefined;
}

const day = 86_400_000;
const minute = 60_000;
/** Earliest plausible time. Datadog did not exist before then, so an earlier time must be in another unit. */
const earliest = Date.UTC(2010, 0);

/**
 * Converts an exported series to minutes since the epoch, and merges points in the same minute.
 * @param now milliseconds since the epoch
 * @throws ExportError with the line of a point that is not finite, duplicates another point, is out of order, or is outside the valid time
 * range
 */
export function seriesOfMoments({ metric, tags, moments, lineOf }: ExportedSeries, now: number): TestSeries {
  for (const [index, moment] of moments.entries()) {
    const message = faultOf(moments[index - 1], moment, now);
    if (message !== undefined) throw new ExportError(`${metric}: ${message}`, lineOf(index));
  }
  const minutes = bucketsOf(moments);
  const [first, last] = [minutes[0]?.minute ?? 0, minutes.at(-1)?.minute ?? -1];
  if (last - first > farthestMinutes)
    throw new ExportError(`${metric}: more than two years of data; export a shorter time range`, lineOf(0));
  if (minutes.some(({ count }) => count > 1)) return { metric, tags, minutes };
  const values = new Float64Array(last - first + 1).fill(Number.NaN);
  for (const one of minutes) values[one.minute - first] = one.sum;
  return { metric, tags, from: first, values };
}

function faultOf(before: Moment | undefined, { at, value }: Moment, now: number): string | undefined {
  if (!Number.isFinite(at)) return `invalid time ${at}: expected ISO 8601, or milliseconds since 1970`;
  const time = new Date(at).getTime();
  if (Number.isNaN(time)) return `invalid time ${at}: expected milliseconds since 1970`;
  if (!Number.isFinite(value)) return `the value is ${value}; remove the point to leave a gap`;
  if (at > now + day) return `${iso(at)} is in the future; use milliseconds`;
  if (at < earliest) return `${iso(at)} is before Datadog existed; use milliseconds, not seconds`;
  if (!before) return undefined;
  if (at === before.at) return `${iso(at)} occurs twice; remove one of the points`;
  if (at < before.at) return `${iso(at)} comes after ${iso(before.at)}; sort the points of a series by time`;
  return undefined;
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

function bucketsOf(moments: readonly Moment[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { at, value } of moments) {
    const now = Math.floor(at / minute);
    const last = buckets.at(-1);
    if (last?.minute !== now) buckets.push({ minute: now, sum: value, count: 1, min: value, max: value });
    else {
      const { sum, count, min, max } = last;
      buckets[buckets.length - 1] = {
        minute: now,
        sum: sum + value,
        count: count + 1,
        min: Math.min(min, value),
        max: Math.max(max, value),
      };
    }
  }
  return buckets;
}
