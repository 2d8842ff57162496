import { Monitor, type MonitorConfig } from '@cdktf/provider-datadog/lib/monitor';
import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { owner, tagsOf } from '../config/names';
import { definitionOf } from '../monitors/authoring/definition';
import type { DeclaredSlo } from '../monitors/authoring/metric-slo';
import type { DeclaredMonitor } from '../monitors/authoring/monitor';
import { type References, referencesById } from '../monitors/authoring/references';
import { checkMonitor } from './checks/monitors';
import { remembering } from './constructs/declared';
import { narrowedScope } from './narrowed-scope';
import { report } from './problems';
import { takenId } from './refusal';

/** What monitors refer to beside each other. */
interface Around {
  readonly slos: readonly DeclaredSlo[];
  readonly references: Omit<References, 'monitor'>;
}

/** Monitors, in the plan of the resources that they watch. What is wrong with one is reported. */
export function declareMonitors(
  stack: TerraformStack,
  environment: Environment,
  monitors: readonly DeclaredMonitor[],
  { slos, references }: Around = { slos: [], references: referencesById },
): void {
  const declared = new Map<string, Monitor>();
  const all = { ...references, monitor: (id: string) => declared.get(id)?.id ?? id };
  const composites = monitors.filter(({ kind }) => kind === 'composite');
  const others = monitors.filter(({ kind }) => kind !== 'composite');
  for (const monitor of [...others, ...composites]) {
    checkMonitor(stack, monitor, { environment, monitors, slos });
    // Told here, where the monitor's own call is known: constructs would blame the line below.
    if (stack.node.tryFindChild(monitor.id)) {
      report(stack, { declared: monitor.declared, subject: monitor.id, message: takenId });
      continue;
    }
    // told already, and constructs would throw
    if (monitor.id === '') continue;
    const made = new Monitor(stack, monitor.id, datadogMonitor(monitor, environment, all));
    declared.set(monitor.id, remembering(made, monitor.declared));
  }
}

/** Tags by which Datadog finds the monitors of an environment: its lists, notification rules and downtimes. */
export const monitorTagsOf = (environment: Environment): readonly string[] =>
  Object.entries(tagsOf(environment)).map(([key, value]) => `${key}:${value}`);

/** The attributes of `datadog_monitor`. */
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
    // False in the API and true in Terraform, where nothing is said.
    requireFullWindow: definition.requireFullWindow,
  };
}

/** A threshold is a string for the provider. A composite has none. */
function thresholdsOf({ thresholds, checkCounts }: MonitorDefinition): Pick<MonitorConfig, 'monitorThresholds'> {
  const given = Object.entries({ ...thresholds, ok: checkCounts.ok }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return given.length === 0 ? {} : { monitorThresholds: Object.fromEntries(given) };
}
