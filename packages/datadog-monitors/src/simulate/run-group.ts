import { evaluateGroup, retentionHours, type Subject } from '../evaluate/evaluate-group';
import { withoutData } from '../evaluate/missing';
import { isDueAgain, type Notification } from '../evaluate/notify';
import type { GroupState, State } from '../evaluate/state';
import { compares, firstMeeting } from '../evaluate/threshold';
import { type History, rangeAt, type Schedule } from './histories';

/** One evaluation of a group. */
export interface GroupEvaluation {
  /** Wall-clock time in minutes since the epoch. */
  readonly minute: number;
  /** State of the group; undefined if the monitor has dropped the group. */
  readonly state: State | undefined;
  readonly value: number | undefined;
  readonly reason: string;
}

export interface GroupRun {
  /** State changes, starting with the first evaluation. */
  readonly changes: readonly GroupEvaluation[];
  readonly notifications: readonly Notification[];
}

/**
 * Evaluates all windows of a group.
 * @param each called for every evaluation. Without this callback, evaluations that change nothing (nearly all) are skipped.
 */
export function runGroup(
  subject: Subject,
  history: History,
  schedule: Schedule,
  each?: (evaluated: GroupEvaluation) => void,
): GroupRun {
  const { minutes } = schedule;
  const changes: GroupEvaluation[] = [];
  const notifications: Notification[] = [];
  const loudFrom = each ? (at: number) => at : nextLoud(subject, history, minutes);
  let state: GroupState | undefined;
  let next = 0;
  for (let at = loudFrom(0, state); at < minutes.length; at = loudFrom(next, state)) {
    const passedOver = at > next;
    next = at + 1;
    const minute = minutes[at] ?? 0;
    const before: GroupState | undefined = passedOver && state ? caughtUp(history, state, schedule, at) : state;
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

/**
 * Returns the index of the next evaluation, at or after the given index, that can have an effect. The skipped evaluations change
 * no state: the group stays OK, alerting, or without data.
 */
function nextLoud({ definition, query, assumptions }: Subject, { values, holds }: History, minutes: Int32Array) {
  const { sign } = query.comparator;
  const { warning } = definition.thresholds;
  const alerts = (value: number) => compares(value, sign, query.threshold.value);
  const warns = (value: number) => warning !== undefined && compares(value, sign, warning);
  const firstAlert = firstMeeting(sign, query.threshold.value);
  const firstWarning = warning === undefined ? undefined : firstMeeting(sign, warning);
  const empty = withoutData(definition, query);
  const retention = 60 * retentionHours({ definition, query, assumptions });
  const count = values.length;
  const valueAt = (at: number): number => values[at] ?? Number.NaN;

  const endOfEmpty = (from: number, state: GroupState, since: number): number => {
    const lasts = state.state === 'OK' ? empty !== 'acts' : empty === 'keeps' && !definition.timeoutHours;
    if (!lasts) return from;
    let at = from;
    while (at < count && holds[at] !== 1) {
      const minute = minutes[at] ?? 0;
      if (minute - since >= retention || isDueAgain(definition, state, minute)) return at;
      at += 1;
    }
    return at;
  };
  let gap = -1;
  /**
   * Returns the index of the first evaluation without data at or after the given index, which must not decrease between calls.
   */
  const nextGap = (from: number): number => {
    if (gap < from) gap = holds.indexOf(0, from);
    if (gap < 0) gap = count;
    return gap;
  };
  const endOfState = (from: number, state: GroupState): number => {
    let at = from;
    if (state.state === 'OK') {
      const end = nextGap(from);
      return firstAlert(values, from, firstWarning?.(values, from, end) ?? end);
    }
    if (state.state !== 'No Data') {
      const isAlert = state.state === 'Alert';
      while (at < count && holds[at] === 1 && !isDueAgain(definition, state, minutes[at] ?? 0)) {
        const value = valueAt(at);
        if (isAlert ? !alerts(value) : alerts(value) || !warns(value)) return at;
        at += 1;
      }
    }
    return at;
  };
  return (from: number, state: GroupState | undefined): number => {
    if (state) return state.emptySince === null ? endOfState(from, state) : endOfEmpty(from, state, state.emptySince);
    let at = from;
    while (at < count && holds[at] !== 1) at += 1;
    return at;
  };
}

/** Updates the state after skipped evaluations: the last point, and the value of the previous evaluation. */
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
