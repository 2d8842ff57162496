import {
  type DowntimeSchedule,
  type MonitorDefinition,
  readDowntimeSchedule,
  selectsMonitor,
} from '@himeshima/datadog-monitors';
import type { Monitoring } from './monitoring';
import type { DowntimeProps } from './notifications';
import { workingHoursDowntime } from './working-hours-downtime';

const severities = ['page', 'ticket', 'signal'] as const;

/**
 * Returns the declared downtimes that mute a monitor, including downtimes outside working hours, for a simulation.
 * @throws Error if a rule is invalid, or contains a part that is not simulated
 */
export function simulatedDowntimes(
  monitor: { readonly id: string; readonly definition: MonitorDefinition },
  monitoring: Monitoring,
): readonly DowntimeSchedule[] {
  const ofSeverities = severities.flatMap((severity) => workingHoursDowntime(severity, monitoring) ?? []);
  return [...ofSeverities, ...(monitoring.downtimes ?? [])]
    .map((props) => readDowntimeSchedule(props.id, attributesOf(props)))
    .filter((downtime) => selectsMonitor(downtime, monitor));
}

/** Converts a downtime to the attributes of the API. */
const attributesOf = (props: DowntimeProps) => ({
  scope: props.scope,
  monitor_identifier:
    'tags' in props.monitors ? { monitor_tags: props.monitors.tags } : { monitor_id: props.monitors.monitor },
  schedule: scheduleOf(props),
  mute_first_recovery_notification: props.muteFirstRecovery,
  notify_end_states: props.notifyEndStates,
  notify_end_types: props.notifyEndTypes,
});

function scheduleOf({ schedule }: DowntimeProps) {
  if ('from' in schedule) return { start: schedule.from, end: schedule.to };
  const { timezone, recurrences } = schedule;
  return {
    timezone,
    recurrences: recurrences.map(({ rule: rrule, lasts: duration, start }) => ({ rrule, duration, start })),
  };
}
