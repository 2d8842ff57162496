import * as z from 'zod';
import { monitorStates, type State } from './severity';

export type { State };

const minute = z.number();

const groupState = z.object({
  tags: z.record(z.string(), z.string()),
  state: z.enum(monitorStates),
  /** Minute at which the group entered this state. */
  since: minute,
  /** Value of the last evaluation; null if the group has not been evaluated or had no value. */
  value: z.number().nullable(),
  /** Minutes of the first and the last point. */
  firstPoint: minute,
  lastPoint: minute,
  /** Minute at which the group's window became empty; null if the window has points. */
  emptySince: minute.nullable(),
  /** Minute at which the group last left OK. */
  triggered: minute.nullable(),
  notified: minute.nullable(),
  renotifications: z.number(),
});

const monitorState = z.object({
  /** Minute of the monitor's last evaluation. */
  evaluated: minute.nullable(),
  groups: z.record(z.string(), groupState),
});

export type GroupState = Readonly<z.infer<typeof groupState>>;

/** State of a monitor between evaluations, as plain JSON. The caller must store it. Minutes are wall-clock time. */
export interface MonitorState {
  readonly evaluated: number | null;
  readonly groups: Readonly<Record<string, GroupState>>;
}

/**
 * Creates the state of a group at its first evaluation, without notifications.
 * @param points minutes of the group's first and last points
 */
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

/** State of a monitor that was never evaluated. */
export const untouched: MonitorState = { evaluated: null, groups: {} };

/** Parses a stored state. @throws ZodError */
export function readMonitorState(json: unknown): MonitorState {
  return monitorState.parse(json);
}
