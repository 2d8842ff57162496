import { severities } from '../severities';
import { type About, type CommonSettings, commonDefaults, type Declared } from './about';
import { declaredAs } from './written';

/**
 * Joins up to ten monitors, named by their ids: `a && !(b || c)`. It looks at their states alone, so it has no
 * thresholds, no delay and no window of its own (D/monitors/types/composite).
 */
export type Composite = About;

export interface DeclaredComposite extends Composite, Declared {
  readonly kind: 'composite';
  readonly settings: CommonSettings;
}

export function composite(monitor: Composite): DeclaredComposite {
  const declared = declaredAs('composite', monitor);
  const settings = { ...commonDefaults, ...severities[declared.severity].renotify };
  return { ...monitor, kind: 'composite', settings, ...declared };
}
