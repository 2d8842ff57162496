import { severityTagsOf } from './monitor-tags';
import type { Monitoring } from './monitoring';
import type { DowntimeProps } from './notifications';
import type { Severity } from './severities';

/** Returns the downtime that mutes the monitors with a severity outside working hours; undefined if they notify at any hour. */
export function workingHoursDowntime(severity: Severity, monitoring: Monitoring): DowntimeProps | undefined {
  if (monitoring.severities[severity].notifies !== 'in working hours') return undefined;
  const { from, to, timezone } = monitoring.workingHours;
  const at = `BYHOUR=${to};BYMINUTE=0;BYSECOND=0`;
  return {
    id: `working-hours-${severity}`,
    scope: '*',
    monitors: { tags: [...severityTagsOf(severity, monitoring)] },
    message: `A ${severity} waits for working hours.`,
    schedule: {
      timezone,
      // omit the start: Datadog rejects a start in the past, so code cannot contain a date (DataDog/terraform-provider-datadog
      // issue 1169); the recurrence rule contains the hour instead (RFC 5545, BYHOUR)
      recurrences: [
        { rule: `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;${at}`, lasts: `${24 - to + from}h` },
        { rule: `FREQ=WEEKLY;BYDAY=FR;${at}`, lasts: `${24 - to + 48 + from}h` },
      ],
    },
    muteFirstRecovery: true,
    // a persistent alert sends a notification when the downtime ends (docs.datadoghq.com/monitors/downtimes, "Notification")
    notifyEndStates: ['alert', 'no data'],
    notifyEndTypes: ['expired'],
  };
}
