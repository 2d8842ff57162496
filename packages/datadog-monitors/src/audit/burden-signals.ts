import { handlesIn } from '../message/handles';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { QueryError } from '../query/query-error';
import { groupKeys, usesAsCount } from '../query/walk';

/** State and mutes of a monitor, which the monitor's definition does not contain. */
export interface MonitorStatus {
  /** State in Datadog: `OK`, `Alert`, `Warn`, `No Data`, … */
  readonly state: string | undefined;
  /** Time of the last change of the state, in milliseconds since the epoch. */
  readonly stateSince: number | undefined;
  /** Ends of active mutes in milliseconds since the epoch; `Infinity` for an indefinite mute. */
  readonly mutedUntil: readonly number[];
}

export interface BurdenSignal {
  readonly id: string;
  readonly message: string;
  /** Contribution to the monitor's rank among monitors with the same number of pages. */
  readonly weight: number;
}

type Rule = (definition: MonitorDefinition, status: MonitorStatus, now: number) => BurdenSignal | undefined;

const day = 86_400_000;
/** A renotification within this time arrives before anyone can act on the first notification. */
const shortestRenotifyMinutes = 30;
const staleDays = 30;

const rules: readonly Rule[] = [
  ({ renotifyMinutes, renotifyOccurrences }) =>
    renotifyMinutes && renotifyMinutes < shortestRenotifyMinutes
      ? {
          id: 'renotifies-too-fast',
          message: `renotifies every ${renotifyMinutes} minutes${renotifyOccurrences === undefined ? ' for up to 30 hours' : ''}`,
          weight: 3,
        }
      : undefined,
  (definition) =>
    lacksRecoveryThreshold(definition)
      ? {
          id: 'no-recovery-threshold',
          message: 'can flap near the threshold, because the monitor has no recovery threshold',
          weight: 2,
        }
      : undefined,
  ({ notifyNoData, onMissingData, ...definition }) =>
    (notifyNoData || onMissingData === 'show_and_notify_no_data') &&
    countsEvents({ ...definition, notifyNoData, onMissingData })
      ? {
          id: 'no-data-on-counts',
          message:
            'notifies about missing data, although the query is a count, which has no data while nothing happens',
          weight: 3,
        }
      : undefined,
  (_, { state, stateSince }, now) =>
    state === 'Alert' && stateSince !== undefined && now - stateSince > day
      ? { id: 'always-alerting', message: `has alerted for ${Math.floor((now - stateSince) / day)} days`, weight: 3 }
      : undefined,
  (definition) => {
    const keys = groupsOf(definition);
    return keys.length > 0 && definition.notifyBy.length === 0
      ? { id: 'notifies-each-group', message: `notifies separately for each ${keys.join(', ')}`, weight: 1 }
      : undefined;
  },
  ({ message }) =>
    handlesIn(message).length === 0
      ? { id: 'silent', message: 'the message has no @handle; only notification rules can notify someone', weight: 0 }
      : undefined,
  (_, { state, stateSince }, now) =>
    state === 'No Data' && stateSince !== undefined && now - stateSince > staleDays * day
      ? { id: 'stale', message: `has had no data for ${Math.floor((now - stateSince) / day)} days`, weight: 0 }
      : undefined,
  (_, { mutedUntil }) =>
    mutedUntil.includes(Number.POSITIVE_INFINITY)
      ? { id: 'muted-without-end', message: 'is muted indefinitely', weight: 0 }
      : undefined,
  ({ tags }) =>
    tags.some((tag) => /^(?:team|service):/.test(tag))
      ? undefined
      : {
          id: 'untagged',
          message: 'has neither a team nor a service tag, so rules and downtimes cannot select it',
          weight: 0,
        },
];

/** Returns signs that a monitor pages too often or is neglected, highest weight first. @param now milliseconds since the epoch */
export function burdenSignals(
  definition: MonitorDefinition,
  status: MonitorStatus,
  now: number,
): readonly BurdenSignal[] {
  return rules.flatMap((rule) => rule(definition, status, now) ?? []).toSorted((a, b) => b.weight - a.weight);
}

function metricQueryOf({ type, query: text }: MonitorDefinition) {
  try {
    const query = parseMonitorQuery(type, text);
    return query.kind === 'metric' ? query : undefined;
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}

function lacksRecoveryThreshold(definition: MonitorDefinition): boolean {
  const query = metricQueryOf(definition);
  return query !== undefined && definition.thresholds.criticalRecovery === undefined && !usesAsCount(query.expression);
}

function countsEvents(definition: MonitorDefinition): boolean {
  const query = metricQueryOf(definition);
  return query !== undefined && usesAsCount(query.expression);
}

function groupsOf(definition: MonitorDefinition): readonly string[] {
  const query = metricQueryOf(definition);
  return query === undefined ? [] : groupKeys(query.expression);
}
