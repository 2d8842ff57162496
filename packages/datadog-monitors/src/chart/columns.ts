import { type State, severity } from '../evaluate/severity';
import type { GroupEvaluation } from '../simulate/run-group';
import type { GroupTimeline, Simulation } from '../simulate/timelines';

/** Timeline of a group, divided into columns of equal length. */
export interface Columns {
  readonly from: number;
  readonly minutesEach: number;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly minute: number;
  /** Value farthest from zero in the column; undefined if no evaluation returned a value. */
  readonly value: number | undefined;
  /** Most severe state in the column. */
  readonly state: State | undefined;
}

/** Divides the timeline of a group into columns. @param most maximum number of columns */
export function columnsOf({ from, to }: Pick<Simulation, 'from' | 'to'>, group: GroupTimeline, most: number): Columns {
  const minutesEach = Math.max(1, Math.ceil((to - from + 1) / most));
  const count = Math.max(1, Math.ceil((to - from + 1) / minutesEach));
  const buckets: GroupEvaluation[][] = Array.from({ length: count }, () => []);
  for (const one of group.evaluations()) buckets[Math.floor((one.minute - from) / minutesEach)]?.push(one);
  let state: State | undefined;
  const columns = buckets.map((bucket, at): Column => {
    // a monitor with a long window is evaluated rarely, and its state persists in between
    const states = bucket.flatMap((one) => one.state ?? []);
    const worst = states.toSorted((a, b) => severity[b] - severity[a])[0];
    if (bucket.length > 0) state = bucket.at(-1)?.state;
    const values = bucket.flatMap((one) => one.value ?? []);
    const value = values.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0];
    return { minute: from + at * minutesEach, value, state: worst ?? state };
  });
  return { from, minutesEach, columns };
}

/** Formats minutes since the start of the run as `20m`, `1h05m` or `2d03h`. */
export function span(minutes: number): string {
  if (minutes < 60) return `${minutes}m`;
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  if (days > 0) return `${days}d${two(hours)}h${rest === 0 ? '' : `${two(rest)}m`}`;
  return rest === 0 ? `${hours}h` : `${hours}h${two(rest)}m`;
}
