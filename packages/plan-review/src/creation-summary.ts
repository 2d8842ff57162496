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
 * Summarizes the new resources of a plan: other values than those of the resources that were deleted outside Terraform, missing
 * protection against deletion and, for a plan that only creates resources, the number of unknown values.
 */
export function creationSummary(plan: Plan): readonly Phrase[] {
  const managed = plan.changes.filter(({ mode, action }) => mode === 'managed' && action !== 'no-op');
  const isOnlyCreation = managed.every(({ action }) => action === 'create') && managed.length >= many;
  return [
    ...recreatedDifferently(plan),
    ...unprotected(newIn(plan)),
    ...(isOnlyCreation ? unknownValues(managed) : []),
  ];
}

/** Maximum number of sentences about recreated resources. */
const sentencesAtMost = 5;

/** Names the resources that were deleted outside Terraform and that the plan creates with other values. Ignores tags. */
function recreatedDifferently({ drift }: Plan): readonly Phrase[] {
  const different = drift.flatMap(({ address, recreatedWith }) => {
    const names = new Set(
      recreatedWith.map(({ path: [name = ''] }) => name).filter((name) => !/^tags(?:_all)?$/.test(name)),
    );
    return names.size === 0 ? [] : [{ address, names: [...names] }];
  });
  const groups = [...groupBy(different, ({ names }) => names.join()).values()].sort((a, b) => b.length - a.length);
  const rest = groups.slice(sentencesAtMost).flat().length;
  return [
    ...groups.slice(0, sentencesAtMost).flatMap(([first, ...others]): Phrase[] => {
      if (first === undefined) return [];
      const attributes = joined(first.names.map((name) => say`${name}`));
      return others.length === 0
        ? [say`${first.address} differs from the deleted resource in ${attributes}`]
        : [say`${words(`${others.length + 1} resources differ`)} from the deleted resources in ${attributes}`];
    }),
    ...(rest > 0
      ? [words(`${counted(rest, 'more resource')} ${rest === 1 ? 'differs' : 'differ'} from the deleted resources`)]
      : []),
  ];
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
