import { severities } from '../severities';
import { type CommonSettings, commonDefaults, type Declared, type MonitorProps } from './monitor-props';
import { validateProps } from './monitor-schema';

/**
 * Counts consecutive runs of a check: `"datadog.agent.up".over("*").by("host").last(4).count_by_status()`. The query contains
 * no threshold, so `runs` has all of them (D/monitors/types/service_check).
 */
export interface ServiceCheck extends MonitorProps {
  readonly runs: { readonly critical: number; readonly warning?: number; readonly ok?: number };
}

export interface DeclaredServiceCheck extends ServiceCheck, Declared {
  readonly kind: 'service check';
  readonly settings: CommonSettings;
}

export function serviceCheck(check: ServiceCheck): DeclaredServiceCheck {
  const declared = validateProps('service check', check);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...check, kind: 'service check', settings, ...declared };
}
