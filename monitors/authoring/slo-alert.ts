import { severities } from '../severities';
import { type CommonSettings, commonDefaults, type Declared, type MonitorProps } from './monitor-props';
import { validateProps } from './monitor-schema';

/**
 * Alerts when the error budget of an SLO (its id in `slos.ts`) burns too fast or is consumed:
 * `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`, `error_budget("id").over("30d") > 75`.
 * It has no recovery threshold, delay or settings for missing data (D/service_level_objectives/burn_rate).
 */
export interface SloAlert extends MonitorProps {
  readonly warning?: number;
}

export interface DeclaredSloAlert extends SloAlert, Declared {
  readonly kind: 'slo alert';
  readonly settings: CommonSettings;
}

export function sloAlert(alert: SloAlert): DeclaredSloAlert {
  const declared = validateProps('slo alert', alert);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...alert, kind: 'slo alert', settings, ...declared };
}
