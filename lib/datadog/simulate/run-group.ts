import { evaluateGroup, type Subject } from '../evaluate/evaluate-group';
import { withoutData } from '../evaluate/missing';
import { isDueAgain, type Notification } from '../evaluate/notify';
import type { GroupState, State } from '../evaluate/state';
import { compares } from '../evaluate/threshold';
import { type History, rangeAt, type Schedule } from './histories';

/** One evaluation of one group. */
export interface Evaluated {
  /** Wall time, minutes since the epoch. */
  readonly minute: number;
  /** Undefined where the group left the monitor. */
  readonly state: State | undefined;
  readonly value: number | undefined;
  readonly reason: string;
}

export interface GroupRun {
  /** Where the state changes, beginning with the first evaluation. */
  readonly changes: readonly Evaluated[];
  readonly notifications: readonly Notification[];
}

/**
 * Takes a group through its windows.
 * @param each called for every evaluation. Where it is not given, evaluations that leave all as it is are passed over:
 * in a month of minutes that is nearly every one.
 */
export function runGroup(
  subject: Subject,
  history: History,
  schedule: Schedule,
  each?: (evaluated: Evaluated) => void,
): GroupRun {
  const { minutes } = schedule;
  const changes: Evaluated[] = [];
  const notifications: Notification[] = [];
  const isQuiet = quietly(subject, history);
  let state: GroupState | undefined;
  let passedOver = false;
  for (let at = 0; at < minutes.length; at += 1) {
    const minute = minutes[at] ?? 0;
    if (!each && isQuiet(at, minute, state)) {
      passedOver = true;
      continue;
    }
    const before: GroupState | undefined = passedOver && state ? caughtUp(history, state, schedule, at) : state;
    passedOver = false;
    const { group: key, tags } = history;
    const outcome = evaluateGroup(subject, {
      key,
      tags,
      before,
      window: history.windowAt(at),
      range: rangeAt(schedule, at),
      minute,
    });
    const { after, reason, notification } = outcome;
    const evaluated = { minute, state: after?.state, value: after?.value ?? undefined, reason };
    if (after || before) each?.(evaluated);
    if (after?.state !== before?.state) changes.push(evaluated);
    if (notification) notifications.push(notification);
    state = after;
  }
  return { changes, notifications };
}

/** Whether an evaluation would leave the group as it is, without a word. */
function quietly({ definition, query, assumptions }: Subject, { values, holds }: History) {
  const { sign } = query.comparator;
  const critical = query.threshold.value;
  const { warning } = definition.thresholds;
  const empty = withoutData(definition, query);
  const retention = 60 * (definition.groupRetentionHours ?? assumptions.groupRetentionHours);
  const emptyIsQuiet = (state: GroupState, minute: number): boolean => {
    if (state.emptySince === null || minute - state.emptySince >= retention) return false;
    if (state.state === 'OK') return empty !== 'acts';
    return empty === 'keeps' && !definition.timeoutHours && !isDueAgain(definition, state, minute);
  };
  return (at: number, minute: number, state: GroupState | undefined): boolean => {
    if (!state) return holds[at] !== 1;
    if (holds[at] !== 1) return emptyIsQuiet(state, minute);
    if (state.emptySince !== null) return false;
    const value = values[at] ?? Number.NaN;
    const alerts = compares(value, sign, critical);
    if (state.state === 'Alert') return alerts && !isDueAgain(definition, state, minute);
    const warns = warning !== undefined && compares(value, sign, warning);
    if (state.state === 'Warn') return warns && !alerts && !isDueAgain(definition, state, minute);
    return state.state === 'OK' && !alerts && !warns;
  };
}

/** The state with what was passed over: the last point, and the value of the evaluation before. */
function caughtUp({ values, windowAt }: History, state: GroupState, schedule: Schedule, at: number): GroupState {
  const window = windowAt(at - 1);
  if (!window) return state;
  const last = window.seen.lastIndexOf(1);
  const value = values[at - 1] ?? Number.NaN;
  return {
    ...state,
    lastPoint: last < 0 ? state.lastPoint : Math.max(state.lastPoint, rangeAt(schedule, at - 1).from + last),
    value: Number.isNaN(value) ? null : value,
  };
}
