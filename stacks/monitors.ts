import { Monitor, type MonitorConfig } from '@cdktf/provider-datadog/lib/monitor';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { tagsOf } from '../config/names';
import { definitionOf } from '../monitors/definition';
import type { DeclaredAlert } from '../monitors/metric-alert';
import { severities } from '../monitors/severities';
import { checkMonitor } from './checks/monitors';
import { narrowedScope } from './narrowed-scope';

/** Monitors, in the plan of the resources that they watch. What is wrong with one is reported. */
export function declareMonitors(
  stack: TerraformStack,
  environment: Environment,
  monitors: readonly DeclaredAlert[],
): void {
  for (const monitor of monitors) {
    checkMonitor(stack, monitor, environment);
    new Monitor(stack, monitor.id, datadogMonitor(monitor, environment));
  }
}

/** The attributes of `datadog_monitor`. The critical threshold is the query's. */
function datadogMonitor(monitor: DeclaredAlert, environment: Environment): MonitorConfig {
  const { severity, runbook, settings } = monitor;
  const { name, type, thresholds } = definitionOf(monitor);
  const { critical, criticalRecovery, warning } = thresholds;
  const tags = { ...tagsOf(environment), runbook, severity };
  return {
    name,
    type,
    query: narrowedScope(monitor.query, environment),
    message: messageOf(monitor, environment),
    monitorThresholds: {
      ...(critical !== undefined && { critical: String(critical) }),
      ...(criticalRecovery !== undefined && { criticalRecovery: String(criticalRecovery) }),
      ...(warning !== undefined && { warning: String(warning) }),
    },
    priority: severities[severity].priority,
    tags: Object.entries(tags).map(([key, value]) => `${key}:${value}`),
    ...settings,
  };
}

/** What Datadog sends: what happened, where to look first, and who is called. */
function messageOf({ message, runbook, severity }: DeclaredAlert, { calls }: Environment): string {
  return [message, '', `Runbook: docs/runbooks/${runbook}.md`, '', calls[severity].join(' ')].join('\n');
}
