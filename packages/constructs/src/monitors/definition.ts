import { apiMonitorOf, type MonitorDefinition, readApiMonitor } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import { monitorIn } from './environment-override';
import { messageOf } from './message';
import { tagsOfMonitor } from './monitor-tags';
import type { Monitoring } from './monitoring';
import { type References, referencesById, withReferences } from './references';
import { type MonitorSettings, settingsOf } from './settings';

/**
 * Returns a monitor in the format of plans, for validation and evaluation by `@himeshima/datadog-monitors`.
 * Copies the critical threshold from the query.
 * @param monitoring severities, and the environment with the handles for the message
 * @param references expressions that refer to other monitors and SLOs. Default: their ids
 */
export function definitionOf(
  declared: DeclaredMonitor,
  monitoring: Monitoring,
  references: References = referencesById,
): MonitorDefinition {
  const monitor = monitorIn(declared, monitoring.environment.name);
  const { name, kind, severity } = monitor;
  const settings = settingsOf(monitor, monitoring.severities);
  return {
    ...readOptions(monitor, settings, variablesOf(monitor)),
    name,
    type: kind,
    query: withReferences(monitor, references),
    message: messageOf(monitor, monitoring, references),
    priority: monitor.priority ?? Number(monitoring.severities[severity].priority),
    tags: tagsOfMonitor(monitor, monitoring),
    ...thresholdsOf(monitor),
    evaluationDelaySeconds: settings.evaluationDelay,
    newHostDelaySeconds: settings.newHostDelay,
    newGroupDelaySeconds: settings.newGroupDelay,
    escalationMessage: settings.escalationMessage,
    notifyNoData: settings.notifyNoData ?? false,
    noDataTimeframeMinutes: settings.noDataTimeframe,
    onMissingData: settings.onMissingData,
    timeoutHours: settings.timeoutH,
    renotifyMinutes: settings.renotifyInterval,
    renotifyOccurrences: settings.renotifyOccurrences,
    requireFullWindow: settings.requireFullWindow ?? false,
    // Datadog's default (docs.datadoghq.com/monitors/notify, "Renotify")
    renotifyStatuses: settings.renotifyStatuses ?? ['alert', 'no data'],
    notifyBy: settings.notifyBy ?? [],
    includeTags: settings.includeTags,
  };
}

function thresholdsOf(monitor: DeclaredMonitor): Pick<MonitorDefinition, 'thresholds' | 'checkCounts'> {
  const checkCounts = { ok: undefined, unknown: undefined };
  if (monitor.kind === 'service check') {
    const { critical, warning, ok, unknown } = monitor.runs;
    return { thresholds: { ...noThresholds, critical, warning }, checkCounts: { ok, unknown } };
  }
  if (monitor.kind === 'composite') return { thresholds: noThresholds, checkCounts };
  const critical = thresholdIn(monitor);
  const { warning } = monitor;
  if (monitor.kind === 'log alert' || monitor.kind === 'event-v2 alert' || monitor.kind === 'slo alert')
    return { thresholds: { ...noThresholds, critical, warning }, checkCounts };
  const { criticalRecovery, warningRecovery } = monitor;
  const declared = monitor.kind === 'metric alert' ? monitor.critical : undefined;
  return { thresholds: { critical: declared ?? critical, criticalRecovery, warning, warningRecovery }, checkCounts };
}

/** Returns the threshold of the query; undefined if the query is invalid. */
const thresholdIn = ({ parsed }: DeclaredMonitor): number | undefined =>
  parsed !== undefined && 'threshold' in parsed ? parsed.threshold.value : undefined;

const noThresholds = {
  critical: undefined,
  criticalRecovery: undefined,
  warning: undefined,
  warningRecovery: undefined,
};

/** Returns the queries of a monitor's formula; undefined for kinds without formulas. */
export const variablesOf = (monitor: DeclaredMonitor) => ('variables' in monitor ? monitor.variables : undefined);

/**
 * Converts the options that have a different format in a definition: for example, the time span `2d` becomes 48 hours. Omits
 * these options if the monitor is invalid.
 */
function readOptions(
  { kind, query, faults }: DeclaredMonitor,
  { schedulingOptions, groupRetentionDuration, thresholdWindows }: MonitorSettings,
  variables: ReturnType<typeof variablesOf>,
) {
  const options = faults.length > 0 ? {} : { schedulingOptions, groupRetentionDuration, thresholdWindows, variables };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0)
    return { schedule: undefined, groupRetentionHours: undefined, thresholdWindows: undefined };
  // the query is not parsed here, and synth reports an empty query
  const api = apiMonitorOf({ name: 'monitor', type: kind, query: query || 'empty', message: '', ...given });
  const read = readApiMonitor(api);
  return {
    schedule: read.schedule,
    groupRetentionHours: read.groupRetentionHours,
    thresholdWindows: read.thresholdWindows,
    ...(read.variables && { variables: read.variables }),
  };
}
