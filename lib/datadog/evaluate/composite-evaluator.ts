import type { MonitorDefinition } from '../monitor/definition';
import { type JoinedGroup, joinedGroups, prepareComposite, valuesByLetter } from './composite';
import type { Evaluation, GroupResult } from './evaluator';
import type { Notification } from './notify';
import { spoken } from './spoken';
import { type GroupState, type MonitorState, newGroup } from './state';

interface Member extends GroupState {
  readonly group: string;
}

export interface CompositeEvaluation extends Evaluation {
  /** What a message may name of the monitors, by the composite's group: `a.value`. */
  readonly variables: ReadonlyMap<string, Readonly<Record<string, number | undefined>>>;
}

export interface CompositeEvaluator {
  /** Ids of its monitors, which are evaluated before it is. */
  readonly members: readonly string[];
  /**
   * Evaluates the composite at the end of a minute (minutes since the epoch, wall time), given what its monitors were at
   * that minute. For a live run; `simulateComposite` goes over a whole stretch of time at once.
   */
  evaluateAt(minute: number, stateOf: (id: string) => MonitorState, previous: MonitorState): CompositeEvaluation;
}

/** Prepares a composite: its query is read once. @throws QueryError, and NotEvaluated for other kinds of monitors */
export function createCompositeEvaluator(definition: MonitorDefinition): CompositeEvaluator {
  const { members, judge } = prepareComposite(definition);

  const evaluateGroup = (
    group: string,
    joined: JoinedGroup<Member> | undefined,
    known: GroupState | undefined,
    minute: number,
  ) => {
    const states = (joined?.parts ?? []).map(({ state }) => state);
    const judged = judge(states, known?.state);
    // it has no points of its own: in every minute it looks at those of its monitors
    const points = { firstPoint: minute, lastPoint: minute, emptySince: null };
    const before = known ?? newGroup(joined?.tags ?? {}, minute, points);
    const found = judged ?? { state: before.state, value: undefined, reason: 'a monitor has no state: it stays' };
    const { tags } = before;
    const { after, notification } = spoken(definition, before, { ...found, notify: true }, { group, tags, minute });
    const since = after.state === before.state ? before.since : minute;
    const lastPoint = judged ? minute : before.lastPoint;
    return { after: { ...after, since, lastPoint }, reason: found.reason, notification };
  };

  return {
    members,
    evaluateAt(minute, stateOf, previous) {
      const joined = joinedGroups(members.map((id) => membersIn(stateOf(id))));
      const byGroup = new Map(joined.map((one) => [one.group, one]));
      const groups: GroupResult[] = [];
      const notifications: Notification[] = [];
      const states: [string, GroupState][] = [];
      for (const group of new Set([...Object.keys(previous.groups), ...byGroup.keys()])) {
        const outcome = evaluateGroup(group, byGroup.get(group), previous.groups[group], minute);
        const { after, reason, notification } = outcome;
        if (notification) notifications.push(notification);
        states.push([group, after]);
        groups.push({ group, tags: after.tags, state: after.state, value: undefined, reason });
      }
      const variables = new Map(
        joined.map(({ group, parts }) => [group, valuesByLetter(parts.map(({ value }) => value ?? undefined))]),
      );
      const state = { evaluated: minute, groups: Object.fromEntries(states) };
      return { evaluated: true, groups, notifications, state, variables };
    },
  };
}

const membersIn = ({ groups }: MonitorState): Member[] =>
  Object.entries(groups).map(([group, state]) => ({ ...state, group }));
