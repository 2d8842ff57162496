import type { OnMissingData } from '@himeshima/datadog-monitors';
import { severities } from '../severities';
import { type CommonSettings, commonDefaults, type Declared, type MonitorProps } from './monitor-props';
import { validateProps } from './monitor-schema';

/**
 * Counts log lines: `logs("service:power-on status:error").index("*").rollup("count").last("5m") > 10`. Datadog rejects
 * recovery thresholds of log alerts (API reference, "Create a monitor"). Log lines arrive without CloudWatch's delay.
 */
export interface LogAlert extends MonitorProps {
  readonly warning?: number;
  /** Default: no matching line keeps the monitor OK. */
  readonly onMissingData?: OnMissingData;
}

export interface DeclaredLogAlert extends LogAlert, Declared {
  readonly kind: 'log alert';
  readonly onMissingData: OnMissingData;
  readonly settings: CommonSettings;
}

export function logAlert(alert: LogAlert): DeclaredLogAlert {
  const declared = validateProps('log alert', alert);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { onMissingData: 'default', ...alert, kind: 'log alert', settings, ...declared };
}
