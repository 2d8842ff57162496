import type { OnMissingData } from '@himeshima/datadog-monitors';
import { severities } from '../severities';
import { type About, type CommonSettings, commonDefaults, type Declared } from './about';
import { declaredAs } from './written';

/** A metric monitor as an SRE writes it. What is left out of `settings` has the value of `defaults` or of the severity. */
export interface MetricAlert extends About {
  /** Repeats the query's threshold, for a monitor pasted from Datadog's export; synth refuses any other number. */
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

/** The older pair, in minutes, or what took its place: Datadog refuses both (D/monitors/configuration, "No data"). */
type MissingData =
  | { readonly notifyNoData?: boolean; readonly noDataTimeframe?: number; readonly onMissingData?: never }
  | { readonly onMissingData: OnMissingData; readonly notifyNoData?: never; readonly noDataTimeframe?: never };

/**
 * The talk's values. `evaluationDelay`: CloudWatch's figures reach Datadog after 10 to 12 minutes
 * (D/integrations/guide/cloud-metric-delay). The rest is always written, since API and Terraform differ in defaults.
 */
const defaults = {
  ...commonDefaults,
  evaluationDelay: 900,
  newHostDelay: 300,
  timeoutH: 0,
  requireFullWindow: false,
} satisfies Partial<Timing & CommonSettings>;

const untoldMissingData = { notifyNoData: false, noDataTimeframe: 10 } as const;

export interface DeclaredMetricAlert extends Omit<MetricAlert, 'settings'>, Declared {
  readonly kind: 'metric alert';
  readonly settings: Timing & CommonSettings & MissingData;
}

export function metricAlert(alert: MetricAlert): DeclaredMetricAlert {
  const declared = declaredAs('metric alert', alert);
  const { renotify } = severities[declared.severity];
  // An interval of one's own comes with its own end: that of the severity counts the severity's steps.
  const said = alert.settings?.renotifyInterval === undefined ? renotify : { renotifyInterval: 0 };
  const missing = alert.settings?.onMissingData === undefined ? untoldMissingData : {};
  return {
    ...alert,
    kind: 'metric alert',
    settings: { ...defaults, ...said, ...missing, ...alert.settings },
    ...declared,
  };
}
