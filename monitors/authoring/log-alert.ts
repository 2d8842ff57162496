import type { OnMissingData } from '@himeshima/datadog-monitors';
import { severities } from '../severities';
import { type About, type CommonSettings, commonDefaults, type Declared } from './about';
import { declaredAs } from './written';

/**
 * Counts log lines: `logs("service:power-on status:error").index("*").rollup("count").last("5m") > 10`. Datadog refuses
 * recovery thresholds here (API reference, "Create a monitor"), and lines come without CloudWatch's delay.
 */
export interface LogAlert extends About {
  readonly warning?: number;
  /** Without a line there is no news, unless this says so. */
  readonly onMissingData?: OnMissingData;
}

export interface DeclaredLogAlert extends LogAlert, Declared {
  readonly kind: 'log alert';
  readonly onMissingData: OnMissingData;
  readonly settings: CommonSettings;
}

export function logAlert(alert: LogAlert): DeclaredLogAlert {
  const declared = declaredAs('log alert', alert);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { onMissingData: 'default', ...alert, kind: 'log alert', settings, ...declared };
}
