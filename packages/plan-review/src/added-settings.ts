import { groupBy } from './group-by';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Change, Plan } from './plan/plan';
import { ownersOf } from './rules/owners-of-accessories';

/** Maximum number of existing resources to name. */
const namedAtMost = 2;

/**
 * Describes new resources that only configure a resource that exists already, because they are changes of that resource:
 * `adds versioning and policy to the existing aws_s3_bucket.uploads`.
 */
export function describeAddedSettings(plan: Plan, created: readonly Change[]): readonly Phrase[] {
  const settings = created.flatMap((change) => {
    const owner = ownersOf(plan, change)
      .flat()
      .find(({ type, action }) => change.type.startsWith(`${type}_`) && (action === 'no-op' || action === 'update'));
    return owner === undefined ? [] : [{ owner: owner.address, name: change.type.slice(owner.type.length + 1) }];
  });
  const byOwner = [...groupBy(settings, ({ owner }) => owner)];
  const named = byOwner.slice(0, namedAtMost).map(([owner, those]): Phrase => {
    const names = [...new Set(those.map(({ name }) => name))];
    return say`${joined(names.map((name) => say`${name}`))} to the existing ${owner}`;
  });
  const more = byOwner.length - named.length;
  return named.length === 0
    ? []
    : [['adds ', ...joined(more > 0 ? [...named, words(`settings to ${counted(more, 'more resource')}`)] : named)]];
}
