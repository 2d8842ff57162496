import { retentionHours, type Subject } from '../evaluate/evaluate-group';
import { cadence } from '../evaluate/schedule';
import { groupKeys } from '../query/walk';
import type { History, Schedule } from './histories';

interface Run {
  readonly histories: readonly History[];
  readonly schedule: Schedule;
  /** Delay that overrides the monitor's evaluation delay. */
  readonly evaluationDelaySeconds?: number | undefined;
}

/** Returns the assumptions about a monitor's settings that affect a result: delays, evaluation times, missing data, and groups. */
export function assumedBySettings(subject: Subject, run: Run): string[] {
  const { definition, query } = subject;
  const { window } = query.time;
  const delay = run.evaluationDelaySeconds ?? definition.evaluationDelaySeconds ?? 0;
  const every = cadence(window);
  const { notifyNoData, onMissingData, noDataTimeframeMinutes } = definition;
  return [
    ...(delay % 60 === 0 ? [] : [`evaluation_delay of ${delay} s is rounded up to ${Math.ceil(delay / 60)} min`]),
    ...(every === 1 ? [] : [`the monitor is evaluated every ${every} min, at minutes divisible by ${every}`]),
    ...(notifyNoData && onMissingData === undefined && !noDataTimeframeMinutes
      ? [`no_data_timeframe is twice the window, ${2 * window.minutes} min`]
      : []),
    ...assumedByNewGroups(subject),
    ...assumedByDroppedGroups(subject, run),
  ];
}

function assumedByNewGroups({ definition, query, assumptions, isMultiAlert }: Subject): string[] {
  const isByHost = groupKeys(query.expression).includes('host');
  const isSet = definition.newGroupDelaySeconds !== undefined || (isByHost && definition.newHostDelaySeconds);
  if (!isMultiAlert || isSet) return [];
  const { newGroupDelaySeconds: seconds } = assumptions;
  return [`every group is new at its first point and is ignored for ${seconds} s (newGroupDelaySeconds)`];
}

function assumedByDroppedGroups(subject: Subject, { histories, schedule }: Run): string[] {
  if (subject.definition.groupRetentionHours !== undefined) return [];
  const hours = retentionHours(subject);
  if (!histories.some(({ holds }) => hasGap(holds, schedule.minutes, hours * 60))) return [];
  const name = groupKeys(subject.query.expression).includes('host') ? 'hostRetentionHours' : 'groupRetentionHours';
  return [`a group is dropped after ${hours} h without data (${name})`];
}

/** Returns whether a group has no data for a number of minutes after its first point. */
function hasGap(holds: Uint8Array, minutes: Int32Array, length: number): boolean {
  for (let at = holds.indexOf(0, Math.max(0, holds.indexOf(1))); at >= 0; ) {
    const next = holds.indexOf(1, at);
    const end = next < 0 ? holds.length - 1 : next;
    if ((minutes[end] ?? 0) - (minutes[at] ?? 0) >= length) return true;
    if (next < 0) return false;
    at = holds.indexOf(0, next);
  }
  return false;
}
