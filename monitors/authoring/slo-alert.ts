import { severities } from '../severities';
import { type About, type CommonSettings, commonDefaults, type Declared } from './about';
import { declaredAs } from './written';

/**
 * An SLO, named by its id in `slos.ts`, whose budget burns too fast or is used up:
 * `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`, `error_budget("id").over("30d") > 75`.
 * It has no recovery threshold, no delay and nothing to say about missing data (D/service_level_objectives/burn_rate).
 */
export interface SloAlert extends About {
  readonly warning?: number;
}

export interface DeclaredSloAlert extends SloAlert, Declared {
  readonly kind: 'slo alert';
  readonly settings: CommonSettings;
}

export function sloAlert(alert: SloAlert): DeclaredSloAlert {
  const declared = declaredAs('slo alert', alert);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...alert, kind: 'slo alert', settings, ...declared };
}
