import { isObject, type Value } from '@himeshima/terraform-json';
import { counted, type Phrase, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { hasUnknown } from '../plan/value-at';

/** Minimum number of new resources for which the unknown values are counted. */
const many = 10;

/** Counts the attributes that are known only after apply, if a plan only creates resources. */
export function unknownInNew(plan: Plan): readonly Phrase[] {
  const managed = plan.changes.filter(({ mode, action }) => mode === 'managed' && action !== 'no-op');
  const isOnlyCreation = managed.every(({ action }) => action === 'create') && managed.length >= many;
  return isOnlyCreation ? unknownValues(managed) : [];
}

function unknownValues(created: readonly Change[]): readonly Phrase[] {
  const counts = created.map(({ declaredLater, unknown }) => declaredLater?.length ?? unknownIn(unknown));
  const values = counts.reduce((sum, count) => sum + count, 0);
  if (values === 0) return [];
  const resources = counts.filter((count) => count > 0).length;
  return [words(`${counted(values, 'attribute')} of ${counted(resources, 'resource')} are known only after apply`)];
}

const unknownIn = (unknown: Value): number =>
  isObject(unknown) ? Object.values(unknown).filter((value) => hasUnknown(value)).length : 0;
