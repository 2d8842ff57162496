import { groupBy } from './group-by';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Change, Plan } from './plan/plan';
import { textAt } from './plan/value-at';
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
    const name = owner === undefined ? '' : change.type.slice(owner.type.length + 1);
    return owner === undefined ? [] : [{ owner: owner.address, setting: [...say`${name}`, ...keyOf(change)] }];
  });
  const byOwner = [...groupBy(settings, ({ owner }) => owner)];
  const named = byOwner.slice(0, namedAtMost).map(([owner, those]): Phrase => {
    const settings = new Map(those.map(({ setting }) => [JSON.stringify(setting), setting]));
    return say`${joined([...settings.values()])} to the existing ${owner}`;
  });
  const more = byOwner.length - named.length;
  return named.length === 0
    ? []
    : [['adds ', ...joined(more > 0 ? [...named, words(`settings to ${counted(more, 'more resource')}`)] : named)]];
}

/** Names the key with which a new setting encrypts data: ` with aws_kms_key.data`. */
function keyOf({ waitsFor, after }: Change): Phrase {
  const reference = waitsFor.find((one) => /(?:^|\.)aws_kms_key\./.test(one));
  const algorithm = textAt(after, ['rule', 'apply_server_side_encryption_by_default', 'sse_algorithm']);
  if (reference !== undefined) return say` with ${reference}`;
  return algorithm === undefined ? [] : say` (${{ value: algorithm }})`;
}
