import * as z from 'zod';
import { monitorStates, type State } from './severity';

export type { State };

const minute = z.number();

const groupState = z.object({
  tags: z.record(z.string(), z.string()),
  state: z.enum(monitorStates),
  /** Since when it is in this state. */
  since: minute,
  /** What the last evaluation gave; null where it gave nothing. */
  value: z.number().nullable(),
  /** Minute of the first and of the last point that was seen. */
  firstPoint: minute,
  lastPoint: minute,
  /** Since when its window holds no point; null while it does. */
  emptySince: minute.nullable(),
  /** When it last left OK. */
  triggered: minute.nullable(),
  notified: minute.nullable(),
  renotifications: z.number(),
});

const monitorState = z.object({
  /** When the monitor was last evaluated. */
  evaluated: minute.nullable(),
  groups: z.record(z.string(), groupState),
});

export type GroupState = Readonly<z.infer<typeof groupState>>;

/** What a monitor remembers from one evaluation to the next: plain JSON, held by the caller. Minutes are wall time. */
export interface MonitorState {
  readonly evaluated: number | null;
  readonly groups: Readonly<Record<string, GroupState>>;
}

/** A group at its first evaluation, of which nothing was said yet. @param points minutes of its first and its last point */
export function newGroup(
  tags: GroupState['tags'],
  minute: number,
  points: Pick<GroupState, 'firstPoint' | 'lastPoint' | 'emptySince'>,
): GroupState {
  return {
    tags,
    state: 'OK',
    since: minute,
    value: null,
    ...points,
    triggered: null,
    notified: null,
    renotifications: 0,
  };
}

/** A monitor that was never evaluated. */
export const untouched: MonitorState = { evaluated: null, groups: {} };

/** Reads a state that was stored. @throws ZodError */
export function readMonitorState(json: unknown): MonitorState {
  return monitorState.parse(json);
}
