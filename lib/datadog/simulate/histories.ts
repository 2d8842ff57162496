import type { WindowValue } from '../evaluate/evaluate-group';
import type { Prepared } from '../evaluate/prepare';
import { arrivedBy, hasLatePoints, type Range, type SeriesSource } from '../evaluate/source';
import { type Column, isPointwise, windowValues } from '../evaluate/window-values';
import type { Tags } from '../query/matches';
import { seriesIn } from '../query/walk';

/** What the windows of one group gave, one entry an evaluation. */
export interface History {
  readonly group: string;
  readonly tags: Tags;
  readonly values: Float64Array;
  /** 1 where the window gave anything to evaluate. */
  readonly holds: Uint8Array;
  windowAt(index: number): WindowValue | undefined;
}

/** Minutes at which a monitor is evaluated, and the window it looks at in each. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly ranges: readonly Range[];
}

/** The windows of every group: all at once where the query allows it, else one after the other. */
export function historiesOf(prepared: Prepared, source: SeriesSource, schedule: Schedule): History[] {
  const { query } = prepared.subject;
  const late = seriesIn(query.expression).some(({ metric }) => hasLatePoints(source, metric.text));
  return isPointwise(query.expression) && !late
    ? atOnce(prepared, source, schedule)
    : oneByOne(prepared, source, schedule);
}

function atOnce(prepared: Prepared, source: SeriesSource, { ranges }: Schedule): History[] {
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (!first || !last) return [];
  const range = { from: first.from, to: last.to };
  const columns = windowValues(prepared.subject.query, { range, stretches: ranges }, prepared.read(source));
  return [...columns].flatMap(([group, { tags, value }]) =>
    prepared.isGroup(group) ? [{ group, tags, ...sliced(prepared, value, range, ranges) }] : [],
  );
}

function sliced(prepared: Prepared, { values, seen }: Column, range: Range, ranges: readonly Range[]) {
  const holds = new Uint8Array(values.length);
  // The last minute with a point, up to each minute: a window holds one where that lies within it.
  let last = -1;
  let next = 0;
  for (let at = 0; at < holds.length; at += 1) {
    const { from = 0, to = 0 } = ranges[at] ?? {};
    for (; next <= to - range.from; next += 1) if (seen[next] === 1) last = next;
    if (last >= from - range.from) holds[at] = 1;
    else if (!prepared.countsFirst && !Number.isNaN(values[at])) holds[at] = 1;
  }
  const windowAt = (at: number): WindowValue | undefined => {
    const stretch = ranges[at];
    if (!stretch || holds[at] !== 1) return undefined;
    const flags = seen.subarray(stretch.from - range.from, stretch.to - range.from + 1);
    return { value: values[at] ?? Number.NaN, seen: flags };
  };
  return { values, holds, windowAt };
}

function oneByOne(prepared: Prepared, source: SeriesSource, { minutes, ranges }: Schedule): History[] {
  const found = new Map<string, { tags: Tags; windows: Map<number, WindowValue> }>();
  for (const [at, range] of ranges.entries()) {
    const reading = prepared.read(arrivedBy(source, minutes[at] ?? 0));
    for (const [group, { tags, value }] of windowValues(
      prepared.subject.query,
      { range, stretches: [range] },
      reading,
    )) {
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
    values: Float64Array.from(ranges, (_, at) => windows.get(at)?.value ?? Number.NaN),
    holds: Uint8Array.from(ranges, (_, at) => (windows.has(at) ? 1 : 0)),
    windowAt: (at) => windows.get(at),
  }));
}
