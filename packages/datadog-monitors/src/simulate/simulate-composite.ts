import {
  type JoinedGroup,
  joinedGroups,
  type PreparedComposite,
  prepareComposite,
  valuesByLetter,
} from '../evaluate/composite';
import type { Notification } from '../evaluate/notify';
import type { State } from '../evaluate/state';
import { messageOf } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import { everyMinute } from './histories';
import { mergedChanges } from './merge-changes';
import { notificationsOf } from './notifications-of-changes';
import type { GroupEvaluation } from './run-group';
import type { SimulationOptions } from './simulation-options';
import { type GroupTimeline, type Simulation, simulationOf } from './timelines';

/**
 * Simulates a composite. If several members have groups, evaluates only groups whose tag values occur in all of these members; a
 * member without groups matches every group.
 * @param members simulation of each member, by its id in the query
 * @throws QueryError; NotEvaluatedError for other kinds of monitors; Error for a monitor that is not among the members. Source:
 * docs.datadoghq.com/monitors/types/composite
 */
export function simulateComposite(
  definition: MonitorDefinition,
  members: ReadonlyMap<string, Simulation>,
  { from = 0, to, downtimes, start }: Pick<SimulationOptions, 'from' | 'to' | 'downtimes' | 'start'>,
): Simulation {
  const prepared = prepareComposite(definition);
  const minutes = everyMinute({ from, to });
  const runs = prepared.members.map((id) => {
    const run = members.get(id);
    if (!run)
      throw new Error(
        `the composite uses ${id}, which is not one of the given members (${[...members.keys()].join(', ')})`,
      );
    return run;
  });
  const joined = joinedGroups(runs.map(({ groups }) => groups));
  const groups = joined.map((one) => timelineOf(prepared, one, minutes));
  const notifications = groups.flatMap((group) => notificationsOf(definition, group, minutes));
  // a member computes its evaluations on demand, and many notifications need them
  const evaluated = new Map<GroupTimeline, readonly GroupEvaluation[]>();
  const evaluationsOf = (part: GroupTimeline) => {
    const known = evaluated.get(part) ?? part.evaluations();
    evaluated.set(part, known);
    return known;
  };
  const render = messageOf(definition, undefined, (one) => valuesAt(one, joined, evaluationsOf));
  return simulationOf(definition, notifications, {
    from,
    to,
    groups,
    assumed: [...new Set(runs.flatMap((run) => run.assumed))],
    downtimes,
    start,
    render,
  });
}

function timelineOf(
  { judge }: PreparedComposite,
  { group, tags, parts }: JoinedGroup<GroupTimeline>,
  minutes: Int32Array,
): GroupTimeline {
  let known: State | undefined;
  const changes = mergedChanges(parts, (now) => {
    const verdict = judge(
      now.map((one) => one?.state),
      known,
    );
    known = verdict?.state ?? known;
    return verdict;
  });
  return { group, tags, changes, evaluations: () => everyMinuteOf(changes, minutes) };
}

/** Returns one evaluation per minute since the first. Between two changes, the state and its reason are the same. */
function everyMinuteOf(changes: readonly GroupEvaluation[], minutes: Int32Array): GroupEvaluation[] {
  const all: GroupEvaluation[] = [];
  let next = 0;
  for (const minute of minutes) {
    while ((changes[next]?.minute ?? Number.POSITIVE_INFINITY) <= minute) next += 1;
    const last = changes[next - 1];
    if (last) all.push({ ...last, minute });
  }
  return all;
}

function valuesAt(
  { group, minute }: Notification,
  joined: readonly JoinedGroup<GroupTimeline>[],
  evaluationsOf: (part: GroupTimeline) => readonly GroupEvaluation[],
) {
  const parts = joined.find((one) => one.group === group)?.parts ?? [];
  return valuesByLetter(parts.map((part) => evaluationsOf(part).findLast((one) => one.minute <= minute)?.value));
}
