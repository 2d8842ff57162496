import { groupBy } from '../group-by';
import { ownerOfSetting } from '../knowledge/owners-of-settings';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { valueOrReference } from '../plan/value-or-reference';
import { namedOrCounted } from './named-or-counted';

/** Names the new resources that overwrite a setting of another resource in the plan: two policies of one bucket. */
export function overwriting(created: readonly Change[], plan: Plan): readonly Phrase[] {
  const addresses = new Set(created.map(({ address }) => address));
  const settings = changesOf(plan, 'create', 'update', 'replace', 'no-op').flatMap((change) => {
    const attribute = ownerOfSetting(change.type);
    const owner = attribute === undefined ? undefined : valueOrReference(change, attribute);
    return typeof owner === 'string' ? [{ change, owner }] : [];
  });
  const groups = groupBy(settings, ({ change: { type, provider }, owner }) => JSON.stringify([type, provider, owner]));
  const repeated = [...groups.values()].filter(
    (those) => those.length > 1 && those.some(({ change }) => addresses.has(change.address)),
  );
  return [
    ...repeated.map((those) => [
      'several of one owner, of which only the last one applied remains: ',
      ...joined(those.slice(0, namedAtMost).map(({ change }) => say`${change.address}`)),
    ]),
    ...authoritativeGrants(created),
  ];
}

/** Types that remove the members of a role that they do not list, even members that exist before. Source: Terraform Registry, hashicorp/google 7 */
const authoritative = /^google_(?:billing_account|folder|organization|project)_iam_binding$/;

/** Names the new bindings that remove all other members of their role. */
function authoritativeGrants(created: readonly Change[]): readonly Phrase[] {
  const bindings = created.filter(({ type }) => authoritative.test(type));
  return bindings.length === 0
    ? []
    : [['authoritative, so all other members of the role lose it: ', ...namedOrCounted(bindings)]];
}

/** Maximum number of resources to name. */
const namedAtMost = 3;
