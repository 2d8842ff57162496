import { DowntimeSchedule } from '@cdktf/provider-datadog/lib/downtime-schedule';
import { MonitorNotificationRule } from '@cdktf/provider-datadog/lib/monitor-notification-rule';
import type { TerraformStack } from 'cdktf';
import { severityTagsOf } from '../monitors/monitor-tags';
import type { Monitoring } from '../monitors/monitoring';
import type { Severity } from '../monitors/severities';
import { workingHoursDowntime } from '../monitors/working-hours-downtime';
import { withCallSite } from '../stack/declared-construct';
import { downtimeConfig, identifierOf } from './declare-downtimes';

const all: readonly Severity[] = ['page', 'ticket', 'signal'];

/** Declares notification rules and downtimes for each severity. Pager handles are in the message. */
export function declareNotifications(stack: TerraformStack, monitoring: Monitoring): void {
  for (const severity of all) {
    notifyChannels(stack, severity, monitoring);
    muteOutsideWorkingHours(stack, severity, monitoring);
  }
}

function notifyChannels(stack: TerraformStack, severity: Severity, monitoring: Monitoring): void {
  const { project, environment } = monitoring;
  const handles = environment.cc[severity];
  if (handles.length === 0) return;
  withCallSite(
    new MonitorNotificationRule(stack, `read-along-${severity}`, {
      name: `${project} ${environment.name}: ${severity}`,
      // remove the @ that precedes handles in messages (API reference, "Create a monitor notification rule")
      recipients: handles.map((handle) => handle.replace(/^@/, '')),
      filter: { tags: [...severityTagsOf(severity, monitoring)] },
    }),
  );
}

function muteOutsideWorkingHours(stack: TerraformStack, severity: Severity, monitoring: Monitoring): void {
  const muted = workingHoursDowntime(severity, monitoring);
  if (muted !== undefined)
    withCallSite(new DowntimeSchedule(stack, muted.id, downtimeConfig(muted, identifierOf(muted, new Map()))));
}
