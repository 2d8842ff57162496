import type { OnMissingData } from '@himeshima/datadog-monitors';
import { severities } from '../severities';
import { type CommonSettings, commonDefaults, type Declared, type MonitorProps } from './monitor-props';
import { validateProps } from './monitor-schema';

/** Metric monitor as an SRE declares it. Omitted `settings` follow from `defaults` and the severity. */
export interface MetricAlert extends MonitorProps {
  /** Repeats the threshold of the query, as Datadog's export does. Synth rejects any other value. */
  readonly critical?: number;
  readonly warning?: number;
  readonly criticalRecovery?: number;
  readonly warningRecovery?: number;
  readonly settings?: Partial<Timing & CommonSettings> & MissingData;
}

/** Delays in seconds, `timeoutH` in hours. */
interface Timing {
  readonly evaluationDelay: number;
  readonly newHostDelay: number;
  readonly timeoutH: number;
  readonly requireFullWindow: boolean;
}

/** Either the older pair (in minutes) or its successor; Datadog rejects both together (D/monitors/configuration, "No data"). */
type MissingData =
  | { readonly notifyNoData?: boolean; readonly noDataTimeframe?: number; readonly onMissingData?: never }
  | { readonly onMissingData: OnMissingData; readonly notifyNoData?: never; readonly noDataTimeframe?: never };

/**
 * Values of the talk. `evaluationDelay`: CloudWatch metrics reach Datadog after 10 to 12 minutes
 * (D/integrations/guide/cloud-metric-delay). The others are always set, because the API and Terraform differ in their defaults.
 */
const defaults = {
  ...commonDefaults,
  evaluationDelay: 900,
  newHostDelay: 300,
  timeoutH: 0,
  requireFullWindow: false,
} satisfies Partial<Timing & CommonSettings>;

const defaultMissingData = { notifyNoData: false, noDataTimeframe: 10 } as const;

export interface DeclaredMetricAlert extends Omit<MetricAlert, 'settings'>, Declared {
  readonly kind: 'metric alert';
  readonly settings: Timing & CommonSettings & MissingData;
}

export function metricAlert(alert: MetricAlert): DeclaredMetricAlert {
  const declared = validateProps('metric alert', alert);
  const { renotify } = severities[declared.severity];
  // occurrences of the severity count its own interval, so they do not apply to another one
  const renotification = alert.settings?.renotifyInterval === undefined ? renotify : { renotifyInterval: 0 };
  const missing = alert.settings?.onMissingData === undefined ? defaultMissingData : {};
  return {
    ...alert,
    kind: 'metric alert',
    settings: { ...defaults, ...renotification, ...missing, ...alert.settings },
    ...declared,
  };
}
