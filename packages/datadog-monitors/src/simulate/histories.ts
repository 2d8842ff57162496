import type { WindowValue } from '../evaluate/evaluate-group';
import type { PreparedMonitor } from '../evaluate/prepare';
import { mayInterpolate } from '../evaluate/series-points';
import { type Stretches, stretchesOf } from '../evaluate/slide';
import { arrivedBy, hasLatePoints, type Range, type SeriesSource, type SourceSeries } from '../evaluate/source';
import { type Column, isPointwise, windowValues } from '../evaluate/window-values';
import type { Tags } from '../query/matches';
import { seriesIn } from '../query/walk';

/** Window values of one group, one entry per evaluation. */
export interface History {
  readonly group: string;
  readonly tags: Tags;
  readonly values: Float64Array;
  /** One entry per evaluation: 1 if the window has a value to evaluate. */
  readonly holds: Uint8Array;
  windowAt(index: number): WindowValue | undefined;
}

/** Evaluated minutes of a monitor, each with its window. */
export interface Schedule {
  readonly minutes: Int32Array;
  readonly ranges: Stretches;
}

/** Returns the evaluations of a monitor between two minutes of wall-clock time. */
export function scheduleOf(
  { every, rangeAt: range }: Pick<PreparedMonitor, 'every' | 'rangeAt'>,
  { from = 0, to }: { readonly from?: number; readonly to: number },
): Schedule {
  checkSpan(from, to);
  const first = Math.ceil(from / every) * every;
  const count = Math.max(0, Math.floor((to - first) / every) + 1);
  const schedule = {
    minutes: new Int32Array(count),
    ranges: { from: new Int32Array(count), to: new Int32Array(count) },
  };
  for (let at = 0; at < count; at += 1) {
    const minute = first + at * every;
    const window = range(minute);
    schedule.minutes[at] = minute;
    schedule.ranges.from[at] = window.from;
    schedule.ranges.to[at] = window.to;
  }
  return schedule;
}

/** Maximum length of a run in minutes: two years. A longer run probably has times in another unit, and would exhaust memory. */
const longestMinutes = 2 * 366 * 1440;

/** Returns every minute of a run, both ends inclusive. @throws RangeError if the run is invalid */
export function everyMinute({ from, to }: { readonly from: number; readonly to: number }): Int32Array {
  checkSpan(from, to);
  return Int32Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/** Rejects an invalid run. @throws RangeError if the start or the end is not a whole minute, or the run is too long */
function checkSpan(from: number, to: number): void {
  for (const [name, minute] of Object.entries({ from, to }))
    if (!Number.isInteger(minute)) throw new RangeError(`${name} is ${minute}; it must be a whole minute`);
  if (to - from > longestMinutes)
    throw new RangeError(`the run from minute ${from} to ${to} is more than two years long`);
}

export function rangeAt({ ranges }: Schedule, index: number): Range {
  return { from: ranges.from[index] ?? 0, to: ranges.to[index] ?? -1 };
}

/** Returns the window values of every group. Evaluates all windows together if the query allows it, otherwise one by one. */
export function historiesOf(prepared: PreparedMonitor, source: SeriesSource, schedule: Schedule): History[] {
  const { query } = prepared.subject;
  const late = seriesIn(query.expression).some(({ metric }) => hasLatePoints(source, metric.text));
  return isPointwise(query.expression) && !late && !interpolates(prepared, source)
    ? atOnce(prepared, source, schedule)
    : oneByOne(prepared, source, schedule);
}

// Interpolation over a gap must not use a point that had not yet arrived, so such windows are evaluated one by one.
function interpolates(prepared: PreparedMonitor, source: SeriesSource): boolean {
  const reading = prepared.read(source);
  return seriesIn(prepared.subject.query.expression).some((series) => {
    const found = source.series(series.metric.text);
    return found.length > 1 && mayInterpolate(series, reading) && found.some(hasGap);
  });
}

function hasGap(series: SourceSeries): boolean {
  if ('minutes' in series)
    return series.minutes.some(({ minute }, at) => at > 0 && minute - (series.minutes[at - 1]?.minute ?? minute) > 1);
  const last = series.values.findLastIndex((value) => !Number.isNaN(value));
  const first = series.values.findIndex((value) => !Number.isNaN(value));
  return first >= 0 && series.values.subarray(first, last).some(Number.isNaN);
}

function atOnce(prepared: PreparedMonitor, source: SeriesSource, schedule: Schedule): History[] {
  const { ranges, minutes } = schedule;
  const range = { from: rangeAt(schedule, 0).from, to: rangeAt(schedule, minutes.length - 1).to };
  const columns = windowValues(prepared.subject.query, { range, stretches: ranges }, prepared.read(source));
  return [...columns].flatMap(([group, { tags, value }]) =>
    prepared.isGroup(group) ? [{ group, tags, ...sliced(prepared, value, range.from, schedule) }] : [],
  );
}

function sliced(prepared: PreparedMonitor, { values, seen }: Column, start: number, schedule: Schedule) {
  const { from, to } = schedule.ranges;
  const holds = new Uint8Array(values.length);
  const isUnbroken = !seen.includes(0, Math.max(0, seen.indexOf(1)));
  // the last minute with a point so far; every window that contains this minute has data
  let last = -1;
  let next = 0;
  for (let at = 0; at < holds.length; at += 1) {
    const end = (to[at] ?? 0) - start;
    for (; next <= end; next += 1) if (seen[next] === 1) last = next;
    if (last >= 0 && isUnbroken) {
      holds.fill(1, at);
      break;
    }
    if (last >= (from[at] ?? 0) - start) holds[at] = 1;
    else if (!prepared.needsPoints && !Number.isNaN(values[at])) holds[at] = 1;
  }
  const windowAt = (at: number): WindowValue | undefined => {
    if (holds[at] !== 1) return undefined;
    const flags = seen.subarray((from[at] ?? 0) - start, (to[at] ?? 0) - start + 1);
    return { value: values[at] ?? Number.NaN, seen: flags };
  };
  return { values, holds, windowAt };
}

function oneByOne(prepared: PreparedMonitor, source: SeriesSource, schedule: Schedule): History[] {
  const found = new Map<string, { tags: Tags; windows: Map<number, WindowValue> }>();
  for (const [at, minute] of schedule.minutes.entries()) {
    const range = rangeAt(schedule, at);
    const windows = { range, stretches: stretchesOf([range]) };
    const reading = prepared.read(arrivedBy(source, minute));
    for (const [group, { tags, value }] of windowValues(prepared.subject.query, windows, reading)) {
      const window = prepared.isGroup(group) ? prepared.windowOf(value) : undefined;
      if (!window) continue;
      const entry = found.get(group) ?? { tags, windows: new Map() };
      found.set(group, entry);
      entry.windows.set(at, window);
    }
  }
  return [...found].map(([group, { tags, windows }]) => ({
    group,
    tags,
    values: Float64Array.from(schedule.minutes, (_, at) => windows.get(at)?.value ?? Number.NaN),
    holds: Uint8Array.from(schedule.minutes, (_, at) => (windows.has(at) ? 1 : 0)),
    windowAt: (at) => windows.get(at),
  }));
}
