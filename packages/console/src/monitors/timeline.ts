import type { Alert, Series, Timeline } from '../api/operations';

/** Part of a lane, in percent of its width. */
export interface Segment {
  readonly state: string;
  readonly from: number;
  readonly width: number;
  /** First and last minute since the epoch. */
  readonly minutes: readonly [number, number];
}

type Range = Pick<Timeline, 'from' | 'to'>;

function segment(state: string, [from, to]: readonly [number, number], range: Range): readonly Segment[] {
  const length = Math.max(1, range.to - range.from);
  const [start, end] = [Math.max(from, range.from), Math.min(to, range.to)];
  if (end <= start && from !== to) return [];
  return [
    {
      state,
      from: (100 * (start - range.from)) / length,
      width: (100 * (end - start)) / length,
      minutes: [start, end],
    },
  ];
}

/** Returns the states of a group as parts of a lane. */
export function stateSegments({ states }: Pick<Series, 'states'>, range: Range): readonly Segment[] {
  return states.flatMap(([minute, state], index) =>
    segment(state, [minute, states[index + 1]?.[0] ?? range.to], range),
  );
}

/** Returns the name of a group; `*` is the group of a monitor that does not group its data. */
export const groupName = (group: string): string => (group === '*' ? 'all data' : group);

const minuteOf = (moment: string): number => Date.parse(moment) / 60_000;

/** Returns alerts as parts of a lane; an alert without an end lasts until the end of the timeline. */
export function alertSegments(alerts: readonly Alert[], range: Range): readonly Segment[] {
  return alerts.flatMap(({ from, to }) =>
    segment('Alert', [minuteOf(from), to === undefined ? range.to : minuteOf(to)], range),
  );
}

/** Returns the values of all groups at the same minutes, as a chart requires it. */
export function alignedPoints(series: readonly Series[]): {
  readonly minutes: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
} {
  const minutes = [...new Set(series.flatMap(({ points }) => points.map(([minute]) => minute)))].toSorted(
    (a, b) => a - b,
  );
  const values = series.map(({ points }) => {
    const byMinute = new Map(points.map(([minute, value]) => [minute, value]));
    return minutes.map((minute) => byMinute.get(minute) ?? null);
  });
  return { minutes, values };
}
