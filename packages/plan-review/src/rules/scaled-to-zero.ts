import { numberOf, occurrencesAt } from '../knowledge/condition';
import type { Change } from '../plan/plan';

/** Returns whether a Kubernetes workload has no pods, so that deleting it interrupts nothing. */
export const isScaledToZero = ({ type, before }: Pick<Change, 'type' | 'before'>): boolean =>
  type.startsWith('kubernetes_') && occurrencesAt(before, ['spec', 'replicas']).some((count) => numberOf(count) === 0);
