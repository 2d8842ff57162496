import type { MonitorDefinition } from '../monitor/definition';
import { type JoinedGroup, joinedGroups, type PreparedComposite, prepareComposite, valuesByLetter } from './composite';
import type { Evaluation, GroupResult } from './evaluator';
import { spoken } from './notification-state';
import type { Notification } from './notify';
import { type GroupState, type MonitorState, newGroup } from './state';

export interface CompositeEvaluator {
  /**
   * Evaluates the composite at the end of a minute (minutes since the epoch, wall-clock time). Intended for live runs;
   * `simulateComposite` evaluates a whole time range.
   * @param stateOf returns the state of a member at that minute; `untouched` if the member was never evaluated
   */
  evaluateAt(minute: number, stateOf: (id: string) => MonitorState, previous: MonitorState): Evaluation;
  /** Returns the variables for a message about a group, for example `a.value`. */
  variablesOf(group: string, stateOf: (id: string) => MonitorState): Readonly<Record<string, number | undefined>>;
}

/** Prepares a composite and parses its query once. @throws QueryError, and NotEvaluatedError for other kinds of monitors */
export function createCompositeEvaluator(definition: MonitorDefinition): CompositeEvaluator {
  const prepared = prepareComposite(definition);
  const joinedBy = (stateOf: (id: string) => MonitorState) =>
    new Map(joinedGroups(prepared.members.map((id) => groupsOf(stateOf(id)))).map((one) => [one.group, one]));
  return {
    evaluateAt(minute, stateOf, previous) {
      const joined = joinedBy(stateOf);
      const groups: GroupResult[] = [];
      const notifications: Notification[] = [];
      const states: [string, GroupState][] = [];
      for (const group of new Set([...Object.keys(previous.groups), ...joined.keys()])) {
        const input = { group, joined: joined.get(group), before: previous.groups[group], minute };
        const { after, reason, notification } = evaluateGroup(definition, prepared, input);
        if (notification) notifications.push(notification);
        states.push([group, after]);
        groups.push({ group, tags: after.tags, state: after.state, value: undefined, reason });
      }
      const state = { evaluated: minute, groups: Object.fromEntries(states) };
      return { evaluated: true, groups, notifications, state };
    },
    variablesOf(group, stateOf) {
      const parts = joinedBy(stateOf).get(group)?.parts ?? [];
      return valuesByLetter(parts.map(({ value }) => value ?? undefined));
    },
  };
}

interface Member extends GroupState {
  readonly group: string;
}

const groupsOf = ({ groups }: MonitorState): Member[] =>
  Object.entries(groups).map(([group, state]) => ({ ...state, group }));

interface GroupInput {
  readonly group: string;
  /** Joined group; undefined if a member no longer has the group. */
  readonly joined: JoinedGroup<Member> | undefined;
  readonly before: GroupState | undefined;
  readonly minute: number;
}

function evaluateGroup(
  definition: MonitorDefinition,
  { judge }: PreparedComposite,
  { group, joined, before, minute }: GroupInput,
) {
  const states = joined?.parts.map(({ state }) => state) ?? [];
  // a composite has no data points, so treat the current minute as its point
  const points = { firstPoint: minute, lastPoint: minute, emptySince: null };
  const now = before ?? newGroup(joined?.tags ?? {}, minute, points);
  const verdict = judge(states, before?.state);
  const found = verdict ?? {
    state: now.state,
    value: undefined,
    reason: "a member has no state: the composite's state is unchanged",
  };
  const at = { group, tags: now.tags, minute };
  const { after, notification } = spoken(definition, now, { ...found, notify: true }, at);
  const since = after.state === now.state ? now.since : minute;
  return {
    after: { ...after, since, lastPoint: verdict ? minute : now.lastPoint },
    reason: found.reason,
    notification,
  };
}
