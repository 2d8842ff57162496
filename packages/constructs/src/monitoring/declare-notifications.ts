import { DowntimeSchedule } from '@cdktf/provider-datadog/lib/downtime-schedule';
import { MonitorNotificationRule } from '@cdktf/provider-datadog/lib/monitor-notification-rule';
import type { TerraformStack } from 'cdktf';
import type { Monitoring } from '../monitors/monitoring';
import type { Severity } from '../monitors/severities';
import { withCallSite } from '../stack/declared-construct';
import { monitorTagsOf } from './declare-monitors';

const all: readonly Severity[] = ['page', 'ticket', 'signal'];

/** Declares notification rules and downtimes for each severity. Pager handles are in the message. */
export function declareNotifications(stack: TerraformStack, monitoring: Monitoring): void {
  for (const severity of all) {
    notifyChannels(stack, severity, monitoring);
    if (monitoring.severities[severity].notifies === 'in working hours')
      muteOutsideWorkingHours(stack, severity, monitoring);
  }
}

const tagsOfSeverity = (severity: Severity, monitoring: Monitoring) => [
  ...monitorTagsOf(monitoring),
  `severity:${severity}`,
];

function notifyChannels(stack: TerraformStack, severity: Severity, monitoring: Monitoring): void {
  const { project, environment } = monitoring;
  const handles = environment.cc[severity];
  if (handles.length === 0) return;
  withCallSite(
    new MonitorNotificationRule(stack, `read-along-${severity}`, {
      name: `${project} ${environment.name}: ${severity}`,
      // remove the @ that precedes handles in messages (API reference, "Create a monitor notification rule")
      recipients: handles.map((handle) => handle.replace(/^@/, '')),
      filter: { tags: tagsOfSeverity(severity, monitoring) },
    }),
  );
}

function muteOutsideWorkingHours(stack: TerraformStack, severity: Severity, monitoring: Monitoring): void {
  const { from, to, timezone } = monitoring.workingHours;
  const until = (hours: number) => `${hours}h`;
  const at = `BYHOUR=${to};BYMINUTE=0;BYSECOND=0`;
  withCallSite(
    new DowntimeSchedule(stack, `working-hours-${severity}`, {
      scope: '*',
      monitorIdentifier: { monitorTags: tagsOfSeverity(severity, monitoring) },
      displayTimezone: timezone,
      message: `A ${severity} waits for working hours.`,
      recurringSchedule: {
        timezone,
        // omit the start: Datadog rejects a start in the past, so code cannot contain a date (DataDog/terraform-provider-datadog
        // issue 1169); the recurrence rule contains the hour instead (RFC 5545, BYHOUR)
        recurrence: [
          { rrule: `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;${at}`, duration: until(24 - to + from) },
          { rrule: `FREQ=WEEKLY;BYDAY=FR;${at}`, duration: until(24 - to + 48 + from) },
        ],
      },
      muteFirstRecoveryNotification: true,
      // a persistent alert sends a notification when the downtime ends (docs.datadoghq.com/monitors/downtimes, "Notification")
      notifyEndStates: ['alert', 'no data'],
      notifyEndTypes: ['expired'],
    }),
  );
}
