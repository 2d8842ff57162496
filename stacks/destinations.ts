import { DowntimeSchedule } from '@cdktf/provider-datadog/lib/downtime-schedule';
import { MonitorNotificationRule } from '@cdktf/provider-datadog/lib/monitor-notification-rule';
import type { TerraformStack } from 'cdktf';
import type { Environment, Severity } from '../config/environment';
import { severities, workingHours } from '../monitors/severities';
import { remembering } from './constructs/declared';
import { monitorTagsOf } from './monitors';

const all: readonly Severity[] = ['page', 'ticket', 'signal'];

/** Who reads along with a severity, and when it is muted. Whom it calls stands in the messages (docs/adr/0009). */
export function declareDestinations(stack: TerraformStack, environment: Environment): void {
  for (const severity of all) {
    readAlong(stack, severity, environment);
    if (severities[severity].hears === 'in working hours') muteOutsideWork(stack, severity, environment);
  }
}

const tagsOfSeverity = (severity: Severity, environment: Environment) => [
  ...monitorTagsOf(environment),
  `severity:${severity}`,
];

function readAlong(stack: TerraformStack, severity: Severity, environment: Environment): void {
  const handles = environment.readAlong[severity];
  if (handles.length === 0) return;
  remembering(
    new MonitorNotificationRule(stack, `read-along-${severity}`, {
      name: `himeshima ${environment.name}: ${severity}`,
      // API reference, "Create a monitor notification rule": without the @ of a message.
      recipients: handles.map((handle) => handle.replace(/^@/, '')),
      filter: { tags: tagsOfSeverity(severity, environment) },
    }),
  );
}

function muteOutsideWork(stack: TerraformStack, severity: Severity, environment: Environment): void {
  const { from, to, timezone } = workingHours;
  const until = (hours: number) => `${hours}h`;
  const at = `BYHOUR=${to};BYMINUTE=0;BYSECOND=0`;
  remembering(
    new DowntimeSchedule(stack, `working-hours-${severity}`, {
      scope: '*',
      monitorIdentifier: { monitorTags: tagsOfSeverity(severity, environment) },
      displayTimezone: timezone,
      message: `A ${severity} waits for working hours.`,
      recurringSchedule: {
        timezone,
        // Without a start they begin when they are made: Datadog refuses a start that has gone by, so that none may stand
        // in code (DataDog/terraform-provider-datadog issue 1169). The hour is in the rule instead (RFC 5545, BYHOUR).
        recurrence: [
          { rrule: `FREQ=WEEKLY;BYDAY=MO,TU,WE,TH;${at}`, duration: until(24 - to + from) },
          { rrule: `FREQ=WEEKLY;BYDAY=FR;${at}`, duration: until(24 - to + 48 + from) },
        ],
      },
      muteFirstRecoveryNotification: true,
      // What still alerts in the morning is told then (D/monitors/downtimes, "Notification").
      notifyEndStates: ['alert', 'no data'],
      notifyEndTypes: ['expired'],
    }),
  );
}
