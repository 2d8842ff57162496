import { equal, isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { groupBy } from '../group-by';
import { memoizeByObject } from '../memoize';
import { joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, textsIn } from '../plan/value-at';
import { principalName } from './principal-name';

/** Rights that a resource grants. */
interface Grant {
  /** Principals with the rights. Empty if the plan contains only an id. */
  readonly members: readonly string[];
  /** Id of the principal, if the plan contains no name. Empty if it is known only after apply. */
  readonly id: string;
  readonly role: string;
}

/** Maximum number of grants to describe one by one. More are described together. */
const describedAtMost = 6;

/** Maximum number of principals or roles to name. */
const namedAtMost = 2;

/** Describes who loses which role if a grant is deleted or replaced. Undefined for other resources, and if a plan removes many grants. */
export function describeLostGrant(plan: Plan, change: Change): Phrase | undefined {
  const lost = grantOf(change.type, change.before);
  if (lost === undefined) return undefined;
  if (removedGrants(plan) > describedAtMost) return undefined;
  const isPlural = lost.members.length > 1;
  const loses = say`${membersOf(lost)} ${[isPlural ? 'lose' : 'loses']} ${{ value: lost.role }}`;
  if (change.action === 'replace') return describeReplacement(loses, lost, grantOf(change.type, change.after));
  const gained = isPlural ? [] : rolesGainedBy(plan, change, lost);
  const named = gained
    .slice(0, namedAtMost)
    .map((role): Phrase => (role === lost.role ? words('the same role under another condition') : [{ value: role }]));
  const more = gained.length - named.length;
  return gained.length === 0
    ? loses
    : say`${loses}, and gets ${joined(more > 0 ? [...named, words(`${more} more`)] : named)}`;
}

/** Returns the number of grants that a plan deletes or replaces. */
const removedGrants = memoizeByObject(
  (plan: Plan) => changesOf(plan, 'delete', 'replace').filter(({ type, before }) => grantOf(type, before)).length,
);

/** Role that another resource of the plan grants to the only principal of a deleted grant. */
interface SharedGrant {
  readonly principal: string;
  readonly role: string;
  /** Address of the other resource. */
  readonly by: string;
}

/** Returns the role of a deleted grant that another new or changed resource also grants. Undefined for other changes. */
export function sharedGrantOf(plan: Plan, change: Change): SharedGrant | undefined {
  const { members: [member, ...others] = [], role = '' } = grantOf(change.type, change.before) ?? {};
  if (member === undefined || others.length > 0 || change.action !== 'delete') return undefined;
  const other = grantsOf(plan)
    .get(keyOf(change.type, role, member))
    ?.find((other) => isSameScope(change.before, other) && haveSameCondition(change.before, other.after));
  return other && { principal: principalName(member), role, by: other.address };
}

/** Returns the new and changed resources that grant a role to a principal, by kind of resource, role and principal. */
const grantsOf = memoizeByObject((plan: Plan): ReadonlyMap<string, readonly Change[]> => {
  const found = changesOf(plan, 'create', 'update').flatMap((change) => {
    const { members = [], role = '' } = grantOf(change.type, change.after) ?? {};
    return members.map((member) => ({ key: keyOf(change.type, role, member), change }));
  });
  return new Map([...groupBy(found, ({ key }) => key)].map(([key, all]) => [key, all.map(({ change }) => change)]));
});

/** Grant that a binding of the same role removes, because a binding sets all members of its role. */
interface RivalGrant {
  readonly address: string;
  readonly principal: string;
  readonly role: string;
  /** Address of the binding. */
  readonly binding: string;
}

/**
 * Returns the new and changed grants to a principal that a binding in the plan does not contain.
 * Source: Terraform Registry, hashicorp/google 7, google_project_iam
 */
export function rivalGrantsIn(plan: Plan): readonly RivalGrant[] {
  const granting = changesOf(plan, 'create', 'update').flatMap((change) => {
    const grant = grantOf(change.type, change.after);
    return grant === undefined || isUnknownScope(change) ? [] : [{ change, ...grant }];
  });
  const isBinding = ({ change }: { readonly change: Change }) => change.type.endsWith('_binding');
  const bindings = groupBy(granting.filter(isBinding), ({ change, role }) => keyOf(change.type, role, ''));
  return granting.flatMap((one): RivalGrant[] => {
    const { change, role, members } = one;
    const [member = ''] = members;
    if (isBinding(one)) return [];
    const rival = (bindings.get(keyOf(change.type, role, '')) ?? []).find(
      (binding) =>
        !binding.members.includes(member) &&
        isSameScope(change.after, binding.change) &&
        haveSameCondition(change.after, binding.change.after),
    );
    return rival === undefined
      ? []
      : [{ address: change.address, principal: principalName(member), role, binding: rival.change.address }];
  });
}

/** Returns whether the resource to which a grant applies is known only after apply. */
const isUnknownScope = ({ unknown }: Change): boolean =>
  isObject(unknown)
    ? Object.entries(unknown).some(([name, later]) => !notScope.has(name) && later === true)
    : unknown === true;

const keyOf = (type: string, role: string, member: string): string => JSON.stringify([kindOf(type), role, member]);

/** Returns the type of a grant without its form: `google_project_iam` for a member and a binding. */
const kindOf = (type: string): string => type.replace(/_(?:member|binding)$/, '');

/** Attributes of a grant that do not say on which resource it is. */
const notScope = new Set(['condition', 'etag', 'id', 'member', 'members', 'role']);

/** Returns whether two grants are on the same resource. An attribute that is known only after apply may be equal if another one is equal. */
function isSameScope(one: ValueObject, { after, unknown }: Change): boolean {
  const names = Object.keys(one).filter((name) => !notScope.has(name) && typeof one[name] === 'string');
  const isLater = (name: string) => isObject(unknown) && unknown[name] === true;
  return names.every((name) => isLater(name) || ownName(after[name]) === ownName(one[name])) && !names.every(isLater);
}

/** Returns whether two grants have the same condition. Google Cloud treats grants with different conditions as separate grants. */
const haveSameCondition = (one: ValueObject, other: ValueObject): boolean =>
  equal(one['condition'] ?? [], other['condition'] ?? []);

/** Returns the last part of a path in Google Cloud: `token` for `projects/shop/secrets/token`. */
const ownName = (value: Value | undefined): Value | undefined =>
  typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value;

/** Describes a replacement by a grant of another role, or to another principal. Undefined if neither changes. */
function describeReplacement(loses: Phrase, lost: Grant, gained: Grant | undefined): Phrase | undefined {
  if (gained === undefined) return undefined;
  const isSameRole = gained.role === lost.role;
  const isSameMember = String(gained.members) === String(lost.members) && gained.id === lost.id;
  if (isSameMember) return isSameRole ? undefined : say`${loses}, and gets ${{ value: gained.role }}`;
  if (gained.id === '' && lost.members.length === 0)
    return say`the previous principal loses ${{ value: lost.role }}; the new one, which is known only after apply, may be the same`;
  // the names of different principals may be equal without their projects or pools
  if (lost.members.length > 0 && plainText(membersOf(lost)) === plainText(membersOf(gained))) return undefined;
  if (lost.members.length === 0)
    return say`the previous principal loses ${{ value: lost.role }}, and another one gets ${isSameRole ? ['it'] : [{ value: gained.role }]}`;
  return say`${loses}, and ${membersOf(gained)} ${[gained.members.length > 1 ? 'get' : 'gets']} ${isSameRole ? ['it'] : [{ value: gained.role }]}`;
}

/** Returns the other roles that a plan grants to the only principal of a deleted grant. */
function rolesGainedBy(plan: Plan, { type, before }: Change, { members: [member] }: Grant): readonly string[] {
  const granted = changesOf(plan, 'create')
    .filter((change) => change.type === type && textAt(change.after, ['member']) === member)
    .filter((change) => isSameScope(before, change))
    .flatMap(({ after }) => grantOf(type, after)?.role ?? []);
  return member === undefined ? [] : [...new Set(granted)];
}

const plainText = (phrase: Phrase): string => JSON.stringify(phrase);

function membersOf({ members }: Grant): Phrase {
  const [first, ...others] = members;
  if (first === undefined) return words('its principal');
  const name: Phrase = [{ value: principalName(first) }];
  return others.length === 0 ? name : say`${name} and ${others.length} more`;
}

/** Returns the grant that a resource makes. Source: Terraform Registry, hashicorp/google 7, hashicorp/azurerm 4 */
function grantOf(type: string, values: ValueObject): Grant | undefined {
  if (type === 'azurerm_role_assignment') {
    const role = textAt(values, ['role_definition_name']);
    return role === undefined ? undefined : { members: [], id: textAt(values, ['principal_id']) ?? '', role };
  }
  if (!/^google_\w+_iam_(?:member|binding)$/.test(type)) return undefined;
  const role = textAt(values, ['role']);
  const { member, members } = values;
  const all =
    typeof member === 'string' && member !== ''
      ? [member]
      : members !== undefined && isList(members)
        ? textsIn(members)
        : [];
  return role === undefined || all.length === 0 ? undefined : { members: all, id: '', role };
}
