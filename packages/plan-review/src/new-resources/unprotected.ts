import type { Value } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';
import { labelOf } from '../resource-labels';

/** Attributes that control protection against deletion, and the values that turn the protection off. */
const protections = [
  [/^(?:enable_)?(?:deletion|delete|termination)_protection(?:_enabled)?$/, [false, 'INACTIVE', 'DISABLED']],
  [/^force_(?:destroy|delete)$/, [true]],
  [/^skip_final_(?:snapshot|backup)$/, [true]],
  [/^purge_protection_enabled$/, [false]],
] as const;

/** Counts the new resources whose protection against deletion is off. */
export function unprotected(created: readonly Change[]): readonly Phrase[] {
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
  return texts.length === 0 ? [] : [['weakly protected against deletion: ', ...joined(texts)]];
}

const isUnprotected = (name: string, value: Value): boolean =>
  protections.some(([pattern, off]) => pattern.test(name) && off.some((one) => one === value));
