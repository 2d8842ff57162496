import type { Environment } from '../../config/environment';
import { owner } from '../../config/names';
import { type NotifiedState, severities } from '../severities';
import { graphOf } from './graph-link';
import type { DeclaredMonitor } from './monitor';
import type { References } from './references';

/**
 * Returns the message of a monitor: summary, impact, urgency, runbook, owner and graph. Handles appear only in the parts for
 * states that the severity notifies. Tags are in double braces, because Datadog escapes those.
 * Source: D/monitors/notify/variables
 */
export function messageOf(monitor: DeclaredMonitor, environment: Environment, references: References): string {
  const { summary, impact, runbook } = monitor;
  return [
    `What happened: ${summary}`,
    `Impact: ${impact}`,
    '',
    ...statesOf(monitor, environment),
    '{{#is_renotify}}Ongoing since {{first_triggered_at}}.{{/is_renotify}}',
    '',
    `Runbook: docs/runbooks/${runbook}.md`,
    `Owner: ${owner}`,
    `Graph: ${graphOf(monitor, environment, references)}`,
  ].join('\n');
}

/** Returns one conditional part for each state that the monitor can reach, with the handles to notify. */
function statesOf(monitor: DeclaredMonitor, environment: Environment): readonly string[] {
  const { urgency } = severities[monitor.severity];
  const part = (condition: string, text: string, state: NotifiedState | undefined) => {
    const handles = state !== undefined && isNotified(monitor, state) ? environment.notify[monitor.severity] : [];
    return `{{#${condition}}}${[text, ...handles].join(' ')}{{/${condition}}}`;
  };
  return [
    part('is_alert', urgency, 'alert'),
    ...(hasWarning(monitor) ? [part('is_warning', 'Warning: no action needed yet.', undefined)] : []),
    ...(notifiesMissingData(monitor)
      ? [part('is_no_data', 'No data: the metric has stopped reporting.', 'no data')]
      : []),
    part('is_recovery', 'Recovered. No action needed; review the cause.', undefined),
    ...(isNotified(monitor, 'recovery') ? recoveriesOf(monitor, environment) : []),
  ];
}

const isNotified = ({ severity }: DeclaredMonitor, state: NotifiedState): boolean =>
  severities[severity].notifyOn.includes(state);

/** Notifies the recovery from an alert or from missing data. Warnings notify no handles, so neither does their recovery. */
function recoveriesOf(monitor: DeclaredMonitor, { notify }: Environment): readonly string[] {
  const handles = notify[monitor.severity].join(' ');
  const after = ['is_alert_recovery', ...(notifiesMissingData(monitor) ? ['is_no_data_recovery'] : [])];
  return after.map((condition) => `{{#${condition}}}${handles}{{/${condition}}}`);
}

function hasWarning(monitor: DeclaredMonitor): boolean {
  if (monitor.kind === 'composite') return false;
  return (monitor.kind === 'service check' ? monitor.runs.warning : monitor.warning) !== undefined;
}

function notifiesMissingData(monitor: DeclaredMonitor): boolean {
  if (monitor.kind === 'log alert') return monitor.onMissingData === 'show_and_notify_no_data';
  if (monitor.kind !== 'metric alert') return false;
  return monitor.settings.notifyNoData === true || monitor.settings.onMissingData === 'show_and_notify_no_data';
}
