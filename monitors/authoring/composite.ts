import { severities } from '../severities';
import { type CommonSettings, commonDefaults, type Declared, type MonitorProps } from './monitor-props';
import { validateProps } from './monitor-schema';

/**
 * Combines the states of up to ten monitors by their ids: `a && !(b || c)`. It has no threshold, delay or window
 * (D/monitors/types/composite).
 */
export type Composite = MonitorProps;

export interface DeclaredComposite extends Composite, Declared {
  readonly kind: 'composite';
  readonly settings: CommonSettings;
}

export function composite(monitor: Composite): DeclaredComposite {
  const declared = validateProps('composite', monitor);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...monitor, kind: 'composite', settings, ...declared };
}
