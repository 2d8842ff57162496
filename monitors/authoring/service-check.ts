import { severities } from '../severities';
import { type About, type CommonSettings, commonDefaults, type Declared } from './about';
import { declaredAs } from './written';

/**
 * Counts runs of a check in a row: `"datadog.agent.up".over("*").by("host").last(4).count_by_status()`. The query holds
 * no threshold, so all of them are given, each in runs (D/monitors/types/service_check).
 */
export interface ServiceCheck extends About {
  readonly runs: { readonly critical: number; readonly warning?: number; readonly ok?: number };
}

export interface DeclaredServiceCheck extends ServiceCheck, Declared {
  readonly kind: 'service check';
  readonly settings: CommonSettings;
}

export function serviceCheck(check: ServiceCheck): DeclaredServiceCheck {
  const declared = declaredAs('service check', check);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...check, kind: 'service check', settings, ...declared };
}
