import { type MonitorDefinition, parseMetricQuery, QueryError } from '../lib/datadog';
import type { DeclaredAlert } from './metric-alert';
import { severities } from './severities';

/** The monitor as `lib/datadog` validates and evaluates it. The critical threshold is the query's unless it is repeated. */
export function definitionOf(alert: DeclaredAlert): MonitorDefinition {
  const { name, query, message, severity, settings } = alert;
  return {
    name,
    type: 'metric alert',
    query,
    message,
    escalationMessage: undefined,
    priority: Number(severities[severity].priority),
    tags: [],
    thresholds: {
      critical: alert.critical ?? thresholdIn(query),
      criticalRecovery: alert.criticalRecovery,
      warning: alert.warning,
      warningRecovery: undefined,
    },
    evaluationDelaySeconds: settings.evaluationDelay,
    newHostDelaySeconds: settings.newHostDelay,
    newGroupDelaySeconds: undefined,
    notifyNoData: settings.notifyNoData,
    noDataTimeframeMinutes: settings.noDataTimeframe,
    onMissingData: undefined,
    groupRetentionHours: undefined,
    timeoutHours: settings.timeoutH,
    renotifyMinutes: settings.renotifyInterval,
    renotifyOccurrences: undefined,
    // D/monitors/notify, "Renotify": what Datadog takes where a monitor says nothing.
    renotifyStatuses: ['alert', 'no data'],
    requireFullWindow: settings.requireFullWindow,
    notifyBy: [],
    includeTags: settings.includeTags,
    thresholdWindows: undefined,
    checkCounts: { ok: undefined, unknown: undefined },
    schedule: undefined,
  };
}

/** The threshold that the query compares with; undefined where the query cannot be read. */
function thresholdIn(query: string): number | undefined {
  try {
    return parseMetricQuery(query).threshold.value;
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
