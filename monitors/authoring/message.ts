import type { Environment } from '../../config/environment';
import { owner } from '../../config/names';
import { severities, type Told } from '../severities';
import { graphOf } from './graph-link';
import type { DeclaredMonitor } from './monitor';
import type { References } from './references';

/**
 * What Datadog sends: what happened, why it matters, where to look first, whose it is, and the graph. Handles stand in
 * the parts of those states alone of which the severity calls somebody. What comes from tags stands in double braces, so
 * that Datadog escapes it.
 * Source: D/monitors/notify/variables
 */
export function messageOf(monitor: DeclaredMonitor, environment: Environment, references: References): string {
  const { happened, matters, runbook } = monitor;
  return [
    `What happened: ${happened}`,
    `Why it matters: ${matters}`,
    '',
    ...statesOf(monitor, environment),
    '{{#is_renotify}}It has lasted since {{first_triggered_at}}.{{/is_renotify}}',
    '',
    `Runbook: docs/runbooks/${runbook}.md`,
    `Owner: ${owner}`,
    `Graph: ${graphOf(monitor, environment, references)}`,
  ].join('\n');
}

/** One part a state that the monitor can come into: what it means, and who is told. */
function statesOf(monitor: DeclaredMonitor, environment: Environment): readonly string[] {
  const { says } = severities[monitor.severity];
  const part = (condition: string, text: string, state: Told | undefined) => {
    const handles = state !== undefined && isTold(monitor, state) ? environment.calls[monitor.severity] : [];
    return `{{#${condition}}}${[text, ...handles].join(' ')}{{/${condition}}}`;
  };
  return [
    part('is_alert', says, 'alert'),
    ...(warns(monitor) ? [part('is_warning', 'Not yet: a warning, for whoever reads along.', undefined)] : []),
    ...(tellsMissingData(monitor)
      ? [part('is_no_data', 'The figures stay away: what is measured may be gone.', 'no data')]
      : []),
    part('is_recovery', 'It is over; nothing is to be done but to understand why.', undefined),
    ...(isTold(monitor, 'recovery') ? recoveriesOf(monitor, environment) : []),
  ];
}

const isTold = ({ severity }: DeclaredMonitor, state: Told): boolean => severities[severity].calls.includes(state);

/** Whoever was called is told that it is over; after a mere warning nobody was. */
function recoveriesOf(monitor: DeclaredMonitor, { calls }: Environment): readonly string[] {
  const handles = calls[monitor.severity].join(' ');
  const after = ['is_alert_recovery', ...(tellsMissingData(monitor) ? ['is_no_data_recovery'] : [])];
  return after.map((condition) => `{{#${condition}}}${handles}{{/${condition}}}`);
}

function warns(monitor: DeclaredMonitor): boolean {
  if (monitor.kind === 'composite') return false;
  return (monitor.kind === 'service check' ? monitor.runs.warning : monitor.warning) !== undefined;
}

function tellsMissingData(monitor: DeclaredMonitor): boolean {
  if (monitor.kind === 'log alert') return monitor.onMissingData === 'show_and_notify_no_data';
  if (monitor.kind !== 'metric alert') return false;
  return monitor.settings.notifyNoData === true || monitor.settings.onMissingData === 'show_and_notify_no_data';
}
