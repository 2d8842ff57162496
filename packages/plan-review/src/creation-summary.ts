import { isObject, type Value } from '@himeshima/terraform-json';
import { groupBy } from './group-by';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Change, Plan } from './plan/plan';
import { hasUnknown } from './plan/value-at';
import { newIn } from './renames';
import { labelOf } from './resource-labels';

/** Attributes that control protection against deletion, and the values that turn the protection off. */
const protections = [
  [/^(?:enable_)?(?:deletion|delete|termination)_protection(?:_enabled)?$/, [false, 'INACTIVE', 'DISABLED']],
  [/^force_(?:destroy|delete)$/, [true]],
] as const;

/** Minimum number of new resources for which the summary counts the unknown values. */
const many = 10;

/**
 * Summarizes the new resources of a plan: missing protection against deletion and, for a plan that only creates resources, the number
 * of unknown values.
 */
export function creationSummary(plan: Plan): readonly Phrase[] {
  const managed = plan.changes.filter(({ mode, action }) => mode === 'managed' && action !== 'no-op');
  const isOnlyCreation = managed.every(({ action }) => action === 'create') && managed.length >= many;
  return [...unprotected(newIn(plan)), ...(isOnlyCreation ? unknownValues(managed) : [])];
}

function unprotected(created: readonly Change[]): readonly Phrase[] {
  const found = created.flatMap(({ type, after }) =>
    Object.entries(after).flatMap(([name, value]) => (isUnprotected(name, value) ? [{ type, name, value }] : [])),
  );
  const groups = [...groupBy(found, (one) => JSON.stringify(one)).values()].sort((a, b) => b.length - a.length);
  const texts = groups.flatMap((group): Phrase[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { type, name, value } = first;
    return [say`${words(counted(group.length, labelOf(type)))} (${name} = ${{ value: String(value) }})`];
  });
  return texts.length === 0 ? [] : [['not protected against deletion: ', ...joined(texts)]];
}

const isUnprotected = (name: string, value: Value): boolean =>
  protections.some(([pattern, off]) => pattern.test(name) && off.some((one) => one === value));

function unknownValues(created: readonly Change[]): readonly Phrase[] {
  const counts = created.map(({ declaredLater, unknown }) => declaredLater?.length ?? unknownIn(unknown));
  const values = counts.reduce((sum, count) => sum + count, 0);
  if (values === 0) return [];
  const resources = counts.filter((count) => count > 0).length;
  return [words(`${counted(values, 'attribute')} of ${counted(resources, 'resource')} are known only after apply`)];
}

const unknownIn = (unknown: Value): number =>
  isObject(unknown) ? Object.values(unknown).filter((value) => hasUnknown(value)).length : 0;
