import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { pointsOfSource, type SeriesSource, type SourceSeries } from '../evaluate/source';
import type { State } from '../evaluate/state';
import { messageOf } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import { type SeriesTags, valuesOfTag } from '../query/matches';
import { parseMonitorQuery } from '../query/monitor-query';
import type { ServiceCheckQuery } from '../query/query-tree';
import { everyMinute } from './histories';
import { notificationsOf } from './notifications-of-changes';
import type { GroupEvaluation } from './run-group';
import type { SimulationOptions } from './simulation-options';
import { type GroupTimeline, type Simulation, simulationOf } from './timelines';

/** Status of a run, by the value in its series. Source: docs.datadoghq.com/developers/service_checks */
const statuses = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
type Status = (typeof statuses)[number];

/**
 * Simulates a service check: it alerts after a number of consecutive critical runs, warns after consecutive warnings, and
 * recovers after consecutive OK runs.
 * @param source series with the check's name and 0 (OK), 1 (warning), 2 (critical) or 3 (unknown) per run
 * @throws QueryError, and NotEvaluatedError for cluster percentages and for other kinds of monitors
 * Source: docs.datadoghq.com/monitors/types/service_check, docs.datadoghq.com/monitors/configuration, "Check alert"
 */
export function simulateCheck(
  definition: MonitorDefinition,
  source: SeriesSource,
  { from = 0, to, downtimes, start }: Pick<SimulationOptions, 'from' | 'to' | 'downtimes' | 'start'>,
): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'service check')
    throw new NotEvaluatedError(`a monitor of type ${definition.type}`, 'it is not a service check');
  if (query.counts === 'pct_by_status') throw new NotEvaluatedError('pct_by_status()', 'clusters are not simulated');
  const minutes = everyMinute({ from, to });
  const groups = source
    .series(query.check.text)
    .filter(({ tags }) => isCovered(query, tags))
    .map((series) => timelineOf(definition, query, series, { from, to }));
  const notifications = groups.flatMap((group) => notificationsOf(definition, group, minutes));
  return simulationOf(definition, notifications, {
    from,
    to,
    groups,
    assumed: assumedByCheck(definition, groups),
    downtimes,
    start,
    render: messageOf(definition, undefined),
  });
}

function assumedByCheck(definition: MonitorDefinition, groups: readonly GroupTimeline[]): string[] {
  const { notifyNoData, noDataTimeframeMinutes, newGroupDelaySeconds, evaluationDelaySeconds } = definition;
  const hasUnknown = groups.some((group) => group.evaluations().some(({ reason }) => reason.includes('UNKNOWN')));
  return [
    ...(notifyNoData && !noDataTimeframeMinutes ? ['no_data_timeframe of a check is 24 h'] : []),
    ...(newGroupDelaySeconds ? ['new_group_delay does not delay a check'] : []),
    ...(evaluationDelaySeconds ? ['evaluation_delay does not delay a check'] : []),
    ...(hasUnknown
      ? [
          definition.checkCounts.unknown === undefined
            ? 'UNKNOWN runs do not change the state without an unknown threshold'
            : 'a group in the state UNKNOWN has no data',
        ]
      : []),
  ];
}

// "The include field uses AND logic, the exclude field OR." (docs.datadoghq.com/monitors/types/service_check)
function isCovered({ over, exclude }: ServiceCheckQuery, tags: SeriesTags): boolean {
  const has = ({ text }: { readonly text: string }): boolean => {
    const [key = '', ...rest] = text.split(':');
    const values = valuesOfTag(tags, key);
    return text === '*' || (rest.length === 0 ? values.length > 0 : values.includes(rest.join(':')));
  };
  return over.every(has) && !exclude.some(has);
}

function timelineOf(
  definition: MonitorDefinition,
  query: ServiceCheckQuery,
  series: SourceSeries,
  { from, to }: { readonly from: number; readonly to: number },
): GroupTimeline {
  const { thresholds, checkCounts } = definition;
  const keys = query.groupBy.some(({ text }) => text === '*')
    ? Object.keys(series.tags)
    : query.groupBy.map(({ text }) => text).filter((key) => key in series.tags);
  const tags = Object.fromEntries(keys.map((key) => [key, valuesOfTag(series.tags, key).join(',')]));
  const group = keys.map((key) => `${key}:${tags[key]}`).join(',') || '*';
  const needed: Readonly<Record<Status, number>> = {
    OK: checkCounts.ok ?? 1,
    WARNING: thresholds.warning ?? 1,
    CRITICAL: thresholds.critical ?? 1,
    UNKNOWN: checkCounts.unknown ?? Number.POSITIVE_INFINITY,
  };
  const evaluations = evaluationsOf(pointsOfSource(series, { from, to }), from, {
    needed,
    silence: silenceOf(definition),
  });
  const changes = evaluations.filter(({ state }, at) => state !== evaluations[at - 1]?.state);
  return { group, tags, changes, evaluations: () => evaluations };
}

const stateOf: Readonly<Record<Status, State>> = { OK: 'OK', WARNING: 'Warn', CRITICAL: 'Alert', UNKNOWN: 'No Data' };

/**
 * Numbers of minutes without a run after which a group has no data, and after which the group is resolved.
 */
interface Silence {
  readonly isMissing: number;
  readonly isResolved: number;
}

function silenceOf({ notifyNoData, noDataTimeframeMinutes, timeoutHours }: MonitorDefinition): Silence {
  // the default of no_data_timeframe is 24 hours for service checks (API reference, "Create a monitor")
  const frame = noDataTimeframeMinutes || 24 * 60;
  return {
    isMissing: notifyNoData ? frame : Number.POSITIVE_INFINITY,
    isResolved: timeoutHours ? timeoutHours * 60 : Number.POSITIVE_INFINITY,
  };
}

function evaluationsOf(
  points: Float64Array,
  from: number,
  { needed, silence }: { readonly needed: Readonly<Record<Status, number>>; readonly silence: Silence },
): GroupEvaluation[] {
  const evaluations: GroupEvaluation[] = [];
  let state: State = 'OK';
  let row: { status: Status; length: number } | undefined;
  let silent = 0;
  for (const [at, point] of points.entries()) {
    const minute = from + at;
    if (Number.isNaN(point)) {
      silent += 1;
      const after: State = row ? withoutRuns(state, silent, silence) : state;
      if (after === state) continue;
      state = after;
      evaluations.push({ minute, state, value: undefined, reason: `no run for ${silent} minutes` });
      continue;
    }
    const status = statuses[point];
    if (status === undefined)
      throw new RangeError(`minute ${minute}: ${point} is not a check status; expected 0, 1, 2 or 3`);
    silent = 0;
    row = { status, length: row?.status === status ? row.length + 1 : 1 };
    if (row.length >= needed[status] || state === 'No Data') state = stateOf[status];
    evaluations.push({ minute, state, value: row.length, reason: `${row.length} ${status} in a row` });
  }
  return evaluations;
}

function withoutRuns(state: State, silent: number, { isMissing, isResolved }: Silence): State {
  if (silent >= isResolved) return 'OK';
  return silent >= isMissing ? 'No Data' : state;
}
