import type { DeclaredMonitor } from './declare';
import { graphOf } from './graph-link';
import type { Monitoring } from './monitoring';
import type { References } from './references';
import { settingsOf } from './settings';
import type { NotifiedState } from './severities';

/**
 * Returns the message of a monitor: summary, impact, urgency, runbook, owner and graph. Handles appear only in the blocks for
 * states that the severity lists. Variables are in double braces, because Datadog then escapes their values. Source:
 * docs.datadoghq.com/monitors/notify/variables
 */
export function messageOf(monitor: DeclaredMonitor, monitoring: Monitoring, references: References): string {
  const { summary, impact, runbook } = monitor;
  return [
    `What happened: ${summary}`,
    `Impact: ${impact}`,
    '',
    ...statesOf(monitor, monitoring),
    '{{#is_renotify}}Ongoing since {{first_triggered_at}}.{{/is_renotify}}',
    '',
    `Runbook: docs/runbooks/${runbook}.md`,
    `Owner: ${monitoring.owner}`,
    `Graph: ${graphOf(monitor, monitoring, references)}`,
  ].join('\n');
}

/** Returns one conditional block per state that the monitor can reach, with the handles to notify. */
function statesOf(monitor: DeclaredMonitor, monitoring: Monitoring): readonly string[] {
  const { urgency, notifyOn } = monitoring.severities[monitor.severity];
  const handles = monitoring.environment.notify[monitor.severity];
  const isNotified = (state: NotifiedState) => notifyOn.includes(state);
  const canMissData = notifiesMissingData(monitor, monitoring);
  const part = (condition: string, text: string, state: NotifiedState | undefined) => {
    const notified = state !== undefined && isNotified(state) ? handles : [];
    return `{{#${condition}}}${[text, ...notified].join(' ')}{{/${condition}}}`;
  };
  return [
    part('is_alert', urgency, 'alert'),
    ...(hasWarning(monitor) ? [part('is_warning', 'Warning: no action needed yet.', undefined)] : []),
    ...(canMissData ? [part('is_no_data', 'No data: the metric has stopped reporting.', 'no data')] : []),
    part('is_recovery', 'Recovered. No action needed; review the cause.', undefined),
    ...(isNotified('recovery') ? recoveriesOf(handles, canMissData) : []),
  ];
}

/** Returns blocks that notify about recoveries from alerts and missing data, but not about recoveries from warnings. */
function recoveriesOf(handles: readonly string[], canMissData: boolean): readonly string[] {
  const after = ['is_alert_recovery', ...(canMissData ? ['is_no_data_recovery'] : [])];
  return after.map((condition) => `{{#${condition}}}${handles.join(' ')}{{/${condition}}}`);
}

function hasWarning(monitor: DeclaredMonitor): boolean {
  if (monitor.kind === 'composite') return false;
  return (monitor.kind === 'service check' ? monitor.runs.warning : monitor.warning) !== undefined;
}

function notifiesMissingData(monitor: DeclaredMonitor, { severities }: Monitoring): boolean {
  const { notifyNoData, onMissingData } = settingsOf(monitor, severities);
  return notifyNoData === true || onMissingData === 'show_and_notify_no_data';
}
