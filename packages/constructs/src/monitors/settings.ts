import type { DeclaredMonitor } from './declare';
import type { AnySettings } from './monitor-schema';
import type { Severities } from './severities';

/** Attributes of `datadog_monitor` that every kind sets, because the API and Terraform differ in their defaults. */
const common = { notifyAudit: false, includeTags: false, locked: false } as const;

/**
 * Values from the conference talk. `evaluationDelay`: CloudWatch metrics reach Datadog after 10 to 12 minutes
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay).
 */
const defaults = { ...common, evaluationDelay: 900, newHostDelay: 300, timeoutH: 0, requireFullWindow: false } as const;

const defaultMissingData = { notifyNoData: false, noDataTimeframe: 10 } as const;

/** Attributes of `datadog_monitor`, except its message, query and thresholds. */
export type MonitorSettings = AnySettings &
  Required<Pick<AnySettings, 'notifyAudit' | 'includeTags' | 'renotifyInterval'>> & { readonly locked?: boolean };

/** Returns a monitor's settings: declared values, and defaults for its severity and kind. */
export function settingsOf(monitor: DeclaredMonitor, severities: Severities): MonitorSettings {
  const { renotify } = severities[monitor.severity];
  const { settings = {} } = monitor;
  // a severity's renotification count matches its interval, so monitors with another interval do not inherit the count
  const { renotifyInterval } = settings;
  const renotification = renotifyInterval === undefined ? renotify : { renotifyInterval };
  const ofKind = monitor.kind === 'metric alert' ? metricDefaults(monitor.settings ?? {}) : missingDataOf(monitor);
  return { ...common, ...ofKind, ...renotification, ...settings };
}

function metricDefaults({ onMissingData, newGroupDelay }: AnySettings) {
  const { newHostDelay, ...others } = defaults;
  return {
    ...others,
    // a group delay replaces the delay of new hosts
    ...(newGroupDelay === undefined && { newHostDelay }),
    ...(onMissingData === undefined ? defaultMissingData : {}),
  };
}

function missingDataOf(monitor: DeclaredMonitor) {
  switch (monitor.kind) {
    case 'metric alert':
    case 'service check':
    case 'slo alert':
    case 'composite':
      return {};
    default:
      return { onMissingData: monitor.onMissingData ?? 'default' };
  }
}
