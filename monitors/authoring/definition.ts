import { type MonitorDefinition, parseMonitorQuery, QueryError } from '@himeshima/datadog-monitors';
import type { Environment } from '../../config/environment';
import { prod } from '../../config/prod';
import { severities } from '../severities';
import { messageOf } from './message';
import type { DeclaredMonitor } from './monitor';
import { type References, referencesById, withReferences } from './references';

/**
 * Returns a monitor as `@himeshima/datadog-monitors` validates and evaluates it, and as the plan contains it. The critical
 * threshold is that of the query.
 * @param environment determines the handles in the message. Default: production
 * @param references expressions for other monitors and SLOs. Default: their ids
 */
export function definitionOf(
  monitor: DeclaredMonitor,
  environment: Environment = prod,
  references: References = referencesById,
): MonitorDefinition {
  const { name, kind, severity, settings } = monitor;
  return {
    ...unsetFields,
    name,
    type: kind,
    query: withReferences(monitor, references),
    message: messageOf(monitor, environment, references),
    priority: Number(severities[severity].priority),
    renotifyMinutes: settings.renotifyInterval,
    renotifyOccurrences: settings.renotifyOccurrences,
    includeTags: settings.includeTags,
    ...byKind(monitor),
  };
}

function byKind(monitor: DeclaredMonitor): Partial<MonitorDefinition> {
  switch (monitor.kind) {
    case 'metric alert': {
      const { settings, critical, warning, criticalRecovery, warningRecovery } = monitor;
      return {
        thresholds: {
          ...noThresholds,
          critical: critical ?? thresholdOf(monitor),
          criticalRecovery,
          warning,
          warningRecovery,
        },
        evaluationDelaySeconds: settings.evaluationDelay,
        newHostDelaySeconds: settings.newHostDelay,
        notifyNoData: settings.notifyNoData ?? false,
        noDataTimeframeMinutes: settings.noDataTimeframe,
        onMissingData: settings.onMissingData,
        timeoutHours: settings.timeoutH,
        requireFullWindow: settings.requireFullWindow,
      };
    }
    case 'log alert':
      return {
        thresholds: { ...noThresholds, critical: thresholdOf(monitor), warning: monitor.warning },
        onMissingData: monitor.onMissingData,
      };
    case 'slo alert':
      return { thresholds: { ...noThresholds, critical: thresholdOf(monitor), warning: monitor.warning } };
    case 'service check': {
      const { critical, warning, ok } = monitor.runs;
      return { thresholds: { ...noThresholds, critical, warning }, checkCounts: { ok, unknown: undefined } };
    }
    case 'composite':
      return {};
    default:
      return monitor satisfies never;
  }
}

const noThresholds = {
  critical: undefined,
  criticalRecovery: undefined,
  warning: undefined,
  warningRecovery: undefined,
};

/** Fields that no monitor, or only some kinds of monitors, set. */
const unsetFields = {
  escalationMessage: undefined,
  tags: [],
  thresholds: noThresholds,
  evaluationDelaySeconds: undefined,
  newHostDelaySeconds: undefined,
  newGroupDelaySeconds: undefined,
  notifyNoData: false,
  noDataTimeframeMinutes: undefined,
  onMissingData: undefined,
  groupRetentionHours: undefined,
  timeoutHours: undefined,
  // Datadog's default (D/monitors/notify, "Renotify")
  renotifyStatuses: ['alert', 'no data'],
  requireFullWindow: false,
  notifyBy: [],
  thresholdWindows: undefined,
  checkCounts: { ok: undefined, unknown: undefined },
  schedule: undefined,
} as const;

/** Returns the threshold of the query; undefined if the query is invalid. */
function thresholdOf({ kind, query }: DeclaredMonitor): number | undefined {
  try {
    const parsed = parseMonitorQuery(kind, query);
    return 'threshold' in parsed ? parsed.threshold.value : undefined;
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
