import { Monitor, type MonitorConfig } from '@cdktf/provider-datadog/lib/monitor';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { tagsOf } from '../config/names';
import type { MetricQuery } from '../lib/datadog/query/tree';
import type { DeclaredAlert } from '../monitors/metric-alert';
import { monitors } from '../monitors/monitors';
import { severities } from '../monitors/severities';
import { checkedQuery } from './checks/monitors';
import { narrowedScope } from './narrowed-scope';

/** Every monitor, in the plan of the resources that it watches. What is wrong with one is reported. */
export function declareMonitors(stack: TerraformStack, environment: Environment): void {
  for (const monitor of monitors) {
    const query = checkedQuery(stack, monitor);
    if (query) new Monitor(stack, monitor.id, datadogMonitor(monitor, query, environment));
  }
}

/** The attributes of `datadog_monitor`. The critical threshold is the query's. */
export function datadogMonitor(monitor: DeclaredAlert, query: MetricQuery, environment: Environment): MonitorConfig {
  const { name, severity, runbook, warning, criticalRecovery, settings } = monitor;
  return {
    name,
    type: 'metric alert',
    query: narrowedScope(monitor.query, environment),
    message: messageOf(monitor, environment),
    monitorThresholds: {
      critical: String(query.threshold.value),
      ...(criticalRecovery !== undefined && { criticalRecovery: String(criticalRecovery) }),
      ...(warning !== undefined && { warning: String(warning) }),
    },
    priority: severities[severity].priority,
    tags: [
      ...Object.entries(tagsOf(environment)).map(([key, value]) => `${key}:${value}`),
      `runbook:${runbook}`,
      `severity:${severity}`,
    ],
    ...settings,
  };
}

/** What Datadog sends: what happened, where to look first, and who is called. */
function messageOf({ message, runbook, severity }: DeclaredAlert, { calls }: Environment): string {
  return [message, '', `Runbook: docs/runbooks/${runbook}.md`, '', calls[severity].join(' ')].join('\n');
}
