import { compositeState } from '../evaluate/composite';
import type { Notification } from '../evaluate/notify';
import { NotEvaluated } from '../evaluate/refused';
import { messageOf } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { monitorsIn } from '../query/parse-composite';
import type { CompositeQuery } from '../query/tree';
import type { Downtime } from './downtime';
import { everyMinute } from './histories';
import { mergedChanges } from './merge-changes';
import type { Evaluated } from './run-group';
import { speak } from './speak';
import { type GroupTimeline, type Simulation, sent } from './timelines';

/**
 * What a composite makes of its monitors. Where several of them have groups, those count that report for the same values of
 * tags; a monitor without groups counts for all.
 * @param members what each monitor did, by the id that the query names
 * @throws QueryError, NotEvaluated for other kinds of monitors, Error for a monitor that is not among the members
 * Source: D/monitors/types/composite
 */
export function simulateComposite(
  definition: MonitorDefinition,
  members: ReadonlyMap<string, Simulation>,
  {
    from = 0,
    to,
    downtimes = [],
  }: { readonly from?: number; readonly to: number; readonly downtimes?: readonly Downtime[] },
): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'composite') throw new NotEvaluated(`a monitor of type ${definition.type}`, 'it is no composite');
  const minutes = everyMinute({ from, to });
  const ids = [...new Set(monitorsIn(query.expression))];
  const runs = ids.map((id) => {
    const run = members.get(id);
    if (!run) throw new Error(`the composite names ${id}: it is not among ${[...members.keys()].join(', ')}`);
    return run;
  });
  const joined = joinedGroups(runs);
  const groups = joined.map((parts) => groupOf(definition, query, ids, parts));
  const said = groups.flatMap((group) => speak(definition, group, minutes));
  const render = messageOf(definition, undefined, (one) => valuesAt(one, groups, joined));
  return {
    monitor: definition,
    from,
    to,
    groups,
    assumed: [...new Set(runs.flatMap((run) => run.assumed))],
    notifications: sent(said, { groups, downtimes, to, render }),
  };
}

const valuesOf = ({ tags }: GroupTimeline): string[] => Object.values(tags);

/** For each common reporting source, the group of every monitor. */
function joinedGroups(runs: readonly Simulation[]): GroupTimeline[][] {
  const widest = runs
    .flatMap(({ groups }) => groups)
    .reduce((most, { tags }) => Math.max(most, Object.keys(tags).length), 0);
  const base = runs.find(({ groups }) => groups.some(({ tags }) => Object.keys(tags).length === widest));
  return (base?.groups ?? []).flatMap((candidate) => {
    const wanted = new Set(valuesOf(candidate));
    const parts = runs.map(({ groups }) => groups.find((group) => valuesOf(group).every((value) => wanted.has(value))));
    const found = parts.filter((part) => part !== undefined);
    return found.length === runs.length ? [found] : [];
  });
}

function groupOf(
  { notifyNoData, onMissingData }: MonitorDefinition,
  { expression }: CompositeQuery,
  ids: readonly string[],
  parts: readonly GroupTimeline[],
): GroupTimeline {
  const tellsOfNoData = notifyNoData || onMissingData === 'show_and_notify_no_data';
  let known: Evaluated['state'];
  const changes = mergedChanges(parts, (now) => {
    if (now.some((one) => one?.state === undefined)) return undefined;
    const state = compositeState(expression, (id) => now[ids.indexOf(id)]?.state);
    // "uses the last known state instead"
    known = state === 'No Data' && !tellsOfNoData ? (known ?? 'OK') : state;
    const reason = ids.map((id, at) => `${id} is ${now[at]?.state}`).join(', ');
    return { state: known, value: undefined, reason };
  });
  const widest = parts.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length)[0];
  return { group: widest?.group ?? '*', tags: widest?.tags ?? {}, changes, evaluations: () => changes };
}

// D/monitors/notify/variables, "Composite monitor variables": `a.value` is that of the first monitor.
function valuesAt(
  { group, minute }: Notification,
  groups: readonly GroupTimeline[],
  joined: readonly GroupTimeline[][],
) {
  const parts = joined[groups.findIndex((one) => one.group === group)] ?? [];
  return Object.fromEntries(
    parts.map((part, at) => {
      const last = part.evaluations().findLast((one) => one.minute <= minute);
      return [`${String.fromCharCode(97 + at)}.value`, last?.value];
    }),
  );
}
