import { Monitor, type MonitorConfig, type MonitorSchedulingOptions } from '@cdktf/provider-datadog/lib/monitor';
import { apiMonitorOf, type MonitorDefinition, terraformBlock } from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { DeclaredMonitor } from '../monitors/declare';
import { definitionOf, variablesOf } from '../monitors/definition';
import { monitorIn } from '../monitors/environment-override';
import type { Monitoring } from '../monitors/monitoring';
import { narrowedScope } from '../monitors/narrowed-scope';
import { type References, referencesById } from '../monitors/references';
import { type MonitorSettings, settingsOf } from '../monitors/settings';
import { withCallSite } from '../stack/declared-construct';
import { duplicateId, report } from '../stack/problems';
import { checkMonitor } from './check-monitor';

/**
 * Declares the monitors of an environment and reports invalid monitors. Returns the resources, keyed by monitor id.
 * @param references expressions for SLOs and the dashboard. Default: their ids
 */
export function declareMonitors(
  stack: TerraformStack,
  monitoring: Monitoring,
  references: Omit<References, 'monitor'> = referencesById,
): ReadonlyMap<string, Monitor> {
  const declared = new Map<string, Monitor>();
  const all = { ...references, monitor: (id: string) => declared.get(id)?.id ?? id };
  const monitors = monitoring.flow.flatMap((step) =>
    step.monitors.map((monitor) => monitorIn(monitor, monitoring.environment.name)),
  );
  const composites = monitors.filter(({ kind }) => kind === 'composite');
  const simple = monitors.filter(({ kind }) => kind !== 'composite');
  for (const monitor of [...simple, ...composites]) {
    checkMonitor(stack, monitor, monitoring);
    // report the monitor's call site, because the error from the `constructs` package would point to this file
    if (stack.node.tryFindChild(monitor.id)) {
      report(stack, { declared: monitor.declared, subject: monitor.id, message: duplicateId });
      continue;
    }
    // an empty id is already reported, and the `constructs` package would reject it
    if (monitor.id === '') continue;
    const resource = new Monitor(stack, monitor.id, datadogMonitor(monitor, monitoring, all));
    declareVariables(stack, monitor, resource);
    declared.set(monitor.id, withCallSite(resource, monitor.declared));
  }
  return declared;
}

/** Declares the queries of a formula. Reports queries that `datadog_monitor` does not support. */
function declareVariables(stack: TerraformStack, monitor: DeclaredMonitor, resource: Monitor): void {
  const { id, name, kind, query, declared } = monitor;
  const variables = variablesOf(monitor);
  if (variables === undefined) return;
  const block = terraformBlock(apiMonitorOf({ name, type: kind, query, message: '', variables }), () => undefined);
  if (block.type === 'datadog_monitor') resource.addOverride('variables', block.attributes['variables']);
  else
    report(stack, {
      declared,
      subject: id,
      message: 'datadog_monitor does not support these variables; use datadogMonitor',
    });
}

/** Converts a monitor to the attributes of `datadog_monitor`. */
function datadogMonitor(monitor: DeclaredMonitor, monitoring: Monitoring, references: References): MonitorConfig {
  const { severities, environment } = monitoring;
  const definition = definitionOf(monitor, monitoring, references);
  const { name, type, query, message, priority, tags } = definition;
  const { thresholdWindows, schedulingOptions, ...settings } = settingsOf(monitor, severities);
  return {
    name,
    type,
    query: type === 'metric alert' ? narrowedScope(query, environment) : query,
    message,
    ...thresholdsOf(definition),
    priority: String(priority),
    ...(monitor.draftStatus && { draftStatus: monitor.draftStatus }),
    tags: [...tags],
    ...settings,
    ...(thresholdWindows && { monitorThresholdWindows: thresholdWindows }),
    ...(schedulingOptions && { schedulingOptions: scheduleOf(schedulingOptions) }),
    // set explicitly, because the defaults differ: false in the API, true in Terraform
    requireFullWindow: definition.requireFullWindow,
  };
}

/** Converts the schedule. The provider supports one recurrence; the API has a list. */
function scheduleOf({
  evaluationWindow,
  customSchedule,
}: NonNullable<MonitorSettings['schedulingOptions']>): MonitorSchedulingOptions {
  const [recurrence] = customSchedule?.recurrences ?? [];
  return {
    ...(evaluationWindow && { evaluationWindow }),
    ...(recurrence && { customSchedule: { recurrence } }),
  };
}

/** Converts thresholds to strings, as the provider requires. Composite monitors have none. */
function thresholdsOf({ thresholds, checkCounts }: MonitorDefinition): Pick<MonitorConfig, 'monitorThresholds'> {
  const given = Object.entries({ ...thresholds, ...checkCounts }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? {} : { monitorThresholds: Object.fromEntries(given) };
}
