import { Monitor, type MonitorConfig } from '@cdktf/provider-datadog/lib/monitor';
import { duplicateId, report, withCallSite } from '@himeshima/constructs';
import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { owner, tagsOf } from '../config/names';
import { definitionOf } from '../monitors/authoring/definition';
import type { DeclaredSlo } from '../monitors/authoring/metric-slo';
import type { DeclaredMonitor } from '../monitors/authoring/monitor';
import { type References, referencesById } from '../monitors/authoring/references';
import { checkMonitor } from './checks/check-monitor';
import { narrowedScope } from './narrowed-scope';

/** SLOs and references that monitors use. */
interface MonitorDependencies {
  readonly slos: readonly DeclaredSlo[];
  readonly references: Omit<References, 'monitor'>;
}

/** Declares the monitors of an environment and reports invalid ones. */
export function declareMonitors(
  stack: TerraformStack,
  environment: Environment,
  monitors: readonly DeclaredMonitor[],
  { slos, references }: MonitorDependencies = { slos: [], references: referencesById },
): void {
  const declared = new Map<string, Monitor>();
  const all = { ...references, monitor: (id: string) => declared.get(id)?.id ?? id };
  const composites = monitors.filter(({ kind }) => kind === 'composite');
  const simple = monitors.filter(({ kind }) => kind !== 'composite');
  for (const monitor of [...simple, ...composites]) {
    checkMonitor(stack, monitor, { environment, monitors, slos });
    // reported here with the monitor's call site, because the error of `constructs` would name the line below
    if (stack.node.tryFindChild(monitor.id)) {
      report(stack, { declared: monitor.declared, subject: monitor.id, message: duplicateId });
      continue;
    }
    // already reported, and `constructs` would throw
    if (monitor.id === '') continue;
    const resource = new Monitor(stack, monitor.id, datadogMonitor(monitor, environment, all));
    declared.set(monitor.id, withCallSite(resource, monitor.declared));
  }
}

/** Returns the tags that lists, notification rules and downtimes use to select the monitors of an environment. */
export const monitorTagsOf = (environment: Environment): readonly string[] =>
  Object.entries(tagsOf(environment)).map(([key, value]) => `${key}:${value}`);

/** Converts a monitor to the attributes of `datadog_monitor`. */
function datadogMonitor(monitor: DeclaredMonitor, environment: Environment, references: References): MonitorConfig {
  const { runbook, severity, settings } = monitor;
  const definition = definitionOf(monitor, environment, references);
  const { name, type, query, message, priority } = definition;
  return {
    name,
    type,
    query: type === 'metric alert' ? narrowedScope(query, environment) : query,
    message,
    ...thresholdsOf(definition),
    priority: String(priority),
    tags: [...monitorTagsOf(environment), `team:${owner}`, `runbook:${runbook}`, `severity:${severity}`],
    ...settings,
    ...(monitor.kind === 'log alert' && { onMissingData: monitor.onMissingData }),
    // explicit, because the defaults differ: false in the API, true in Terraform
    requireFullWindow: definition.requireFullWindow,
  };
}

/** Converts thresholds to strings, as the provider requires. Composite monitors have none. */
function thresholdsOf({ thresholds, checkCounts }: MonitorDefinition): Pick<MonitorConfig, 'monitorThresholds'> {
  const given = Object.entries({ ...thresholds, ok: checkCounts.ok }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? {} : { monitorThresholds: Object.fromEntries(given) };
}
