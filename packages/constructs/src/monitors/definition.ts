import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import { messageOf } from './message';
import type { Monitoring } from './monitoring';
import { type References, referencesById, withReferences } from './references';
import { settingsOf } from './settings';

/**
 * Returns a monitor in the format of plans, for validation and evaluation by `@himeshima/datadog-monitors`.
 * Copies the critical threshold from the query.
 * @param monitoring severities, and the environment with the handles for the message
 * @param references expressions that refer to other monitors and SLOs. Default: their ids
 */
export function definitionOf(
  monitor: DeclaredMonitor,
  monitoring: Monitoring,
  references: References = referencesById,
): MonitorDefinition {
  const { name, kind, severity } = monitor;
  const settings = settingsOf(monitor, monitoring.severities);
  return {
    ...unsetFields,
    name,
    type: kind,
    query: withReferences(monitor, references),
    message: messageOf(monitor, monitoring, references),
    priority: Number(monitoring.severities[severity].priority),
    ...thresholdsOf(monitor),
    evaluationDelaySeconds: settings.evaluationDelay,
    newHostDelaySeconds: settings.newHostDelay,
    notifyNoData: settings.notifyNoData ?? false,
    noDataTimeframeMinutes: settings.noDataTimeframe,
    onMissingData: settings.onMissingData,
    timeoutHours: settings.timeoutH,
    renotifyMinutes: settings.renotifyInterval,
    renotifyOccurrences: settings.renotifyOccurrences,
    requireFullWindow: settings.requireFullWindow ?? false,
    includeTags: settings.includeTags,
  };
}

function thresholdsOf(monitor: DeclaredMonitor): Pick<MonitorDefinition, 'thresholds' | 'checkCounts'> {
  const checkCounts = { ok: undefined, unknown: undefined };
  if (monitor.kind === 'service check') {
    const { critical, warning, ok } = monitor.runs;
    return { thresholds: { ...noThresholds, critical, warning }, checkCounts: { ok, unknown: undefined } };
  }
  if (monitor.kind === 'composite') return { thresholds: noThresholds, checkCounts };
  const critical = thresholdIn(monitor);
  if (monitor.kind !== 'metric alert')
    return { thresholds: { ...noThresholds, critical, warning: monitor.warning }, checkCounts };
  const { warning, criticalRecovery, warningRecovery } = monitor;
  return {
    thresholds: { critical: monitor.critical ?? critical, criticalRecovery, warning, warningRecovery },
    checkCounts,
  };
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

/** Fields that no declared monitor sets. */
const unsetFields = {
  escalationMessage: undefined,
  tags: [],
  newGroupDelaySeconds: undefined,
  groupRetentionHours: undefined,
  // Datadog's default (docs.datadoghq.com/monitors/notify, "Renotify")
  renotifyStatuses: ['alert', 'no data'],
  notifyBy: [],
  thresholdWindows: undefined,
  schedule: undefined,
} as const;
