import type { PolicyDocument } from '@himeshima/aws-policy';
import { nameIn } from '../checks/resource-index';
import { anotherSecret, secret } from '../masking/mask';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import { policyIn } from '../plan/parsed-policy';
import type { Change, Plan } from '../plan/plan';
import { plannedPolicy } from '../plan/policy-documents';
import { isUnknownAt, textAt, textsAt } from '../plan/value-at';
import { type PolicyAttribute, type PolicyKind, policyAttributesOf } from './policies-by-type';
import { statementTypeOf } from './statements-by-type';

/** Policies of one owner before and after a plan. Several resources may declare policies of the same owner. */
export interface OwnedPolicies {
  readonly kind: PolicyKind;
  /** Changes to the resources that contain the policies. At least one. */
  readonly by: readonly [Change, ...Change[]];
  readonly before: readonly PolicyDocument[];
  readonly after: readonly PolicyDocument[];
  /** Policies in each of the resources. */
  readonly parts: readonly PolicyPart[];
  readonly owner: 'created' | 'kept' | 'deleted';
  /** Reason why the policies after the plan are unknown. Undefined if they are known. */
  readonly unknownBecause: 'known after apply' | 'sensitive' | 'not readable' | undefined;
  /** Changes to resources whose policies are known only after apply. */
  readonly later: readonly Change[];
}

/** Policies in one of the resources that declare policies of the same owner. */
interface PolicyPart {
  readonly address: string;
  readonly before: readonly PolicyDocument[];
  readonly after: readonly PolicyDocument[];
}

/** Policies in an attribute before and after a change. */
interface HeldPolicy {
  readonly change: Change;
  readonly attribute: PolicyAttribute;
  readonly before: ReadPolicies;
  readonly after: ReadPolicies;
  /** Whether the policy after the change is known only after apply. */
  readonly isLater: boolean;
}

/** Returns every policy that a plan changes, grouped by owner. */
export const policiesIn = memoizeByObject((plan: Plan): readonly OwnedPolicies[] => {
  const owners = ownersIn(plan);
  const byOwner = new Map<string, [HeldPolicy, ...HeldPolicy[]]>();
  for (const change of changesOf(plan, 'create', 'update', 'replace', 'delete'))
    for (const attribute of attributesOf(change.type)) {
      const held = heldPolicy(plan, change, attribute);
      if (held === undefined) continue;
      const key = `${attribute.kind} ${owners.addressOf(change, attribute.owner) ?? change.address}`;
      const group = byOwner.get(key);
      if (group === undefined) byOwner.set(key, [held]);
      else group.push(held);
    }
  return [...byOwner.values()].map((group) => ownedPolicies(group, owners));
});

function attributesOf(type: string): readonly PolicyAttribute[] {
  const statement = statementTypeOf(type);
  return statement === undefined
    ? (policyAttributesOf(type) ?? [])
    : [{ kind: 'resource', path: [], owner: statement }];
}

/** Reads a policy attribute. Returns undefined if the attribute is not set. */
function heldPolicy(plan: Plan, change: Change, attribute: PolicyAttribute): HeldPolicy | undefined {
  const [before, known] = [change.before, change.after].map((values) =>
    documentsIn({ type: change.type, values }, attribute),
  );
  if (before === undefined || known === undefined) return undefined;
  // a resource that is a statement has an unknown policy if its principal is unknown
  const isStatement = attribute.path.length === 0;
  const isUnknown = change.action !== 'delete' && isUnknownAt(change, isStatement ? ['principal'] : attribute.path);
  // an attribute that is only computed repeats the policy of another resource
  if (isUnknown && isComputed(change, attribute.path[0] ?? '')) return undefined;
  const planned = isUnknown ? plannedDocument(plan, change, attribute) : undefined;
  const documents = isStatement && isUnknown ? [] : known.documents;
  const after = { documents: planned === undefined ? documents : [...documents, planned], unread: known.unread };
  const isEmpty = [before, after].every(({ documents, unread }) => documents.length + unread.length === 0);
  return isEmpty && !isUnknown
    ? undefined
    : { change, attribute, before, after, isLater: isUnknown && planned === undefined };
}

/**
 * Returns whether only the provider sets an attribute. Without a configuration, assumes so for the policies inside roles, which most
 * configurations declare in separate resources.
 */
const isComputed = ({ type, declaredNames }: Change, name: string): boolean =>
  declaredNames === undefined ? type === 'aws_iam_role' && name === 'inline_policy' : !declaredNames.has(name);

/** Returns a policy that is known only after apply, with references instead of the unknown values. */
function plannedDocument(plan: Plan, change: Change, { path }: PolicyAttribute) {
  const [name = '', ...inside] = path;
  const text = inside.length > 0 ? undefined : (change.templates[name] ?? plannedPolicy(plan, change, name));
  return text === undefined ? undefined : policyIn(text);
}

type Owners = ReturnType<typeof ownersIn>;

/** Returns functions that find the owner of a policy by reference, name or ARN among the changed resources. */
export const ownersIn = memoizeByObject((plan: Plan) => {
  const changes = changesOf(plan, 'create', 'update', 'replace', 'delete');
  const known = new Map(changes.map((change) => [change.address, change.action]));
  const byName = new Map(
    changes.flatMap(({ type, address, before, after }) =>
      [after, before].flatMap((values) =>
        ['bucket', 'name', 'function_name', 'arn', 'url', 'id'].flatMap((name): [string, string][] => {
          const own = nameIn(textAt(values, [name]));
          return own === undefined ? [] : [[`${type} ${own}`, address]];
        }),
      ),
    ),
  );
  const named = (text: string, type: string) => byName.get(`${type} ${nameIn(text)}`) ?? nameIn(text) ?? text;
  return {
    /** Returns the address of the owner, or its name if the plan does not change the owner. Undefined without an owner attribute. */
    addressOf({ before, after }: Change, owner: PolicyAttribute['owner']): string | undefined {
      const text = owner && (textAt(after, [owner.attribute]) ?? textAt(before, [owner.attribute]));
      return owner === undefined || text === undefined ? undefined : named(text, owner.type);
    },
    named,
    actionOf: (address: string) => known.get(address),
  };
});

function ownedPolicies(group: readonly [HeldPolicy, ...HeldPolicy[]], owners: Owners): OwnedPolicies {
  const [{ change: first, attribute }] = group;
  const by: OwnedPolicies['by'] = [first, ...group.slice(1).map(({ change }) => change)];
  const [before, after] = [group.map((held) => held.before), group.map((held) => held.after)];
  const later = group.flatMap(({ isLater, change }) => (isLater ? [change] : []));
  const isUnread = after.some(({ unread }, at) => unread.some((text) => before[at]?.unread.includes(text) !== true));
  return {
    kind: attribute.kind,
    by,
    parts: group.map((held) => ({
      address: held.change.address,
      before: held.before.documents,
      after: held.change.action === 'delete' ? [] : held.after.documents,
    })),
    before: before.flatMap(({ documents }) => documents),
    after: after.flatMap(({ documents }) => documents),
    owner: ownerState(by, attribute, owners),
    unknownBecause: later.length > 0 ? 'known after apply' : isUnread ? unreadBecause(after) : undefined,
    later,
  };
}

const unreadBecause = (policies: readonly ReadPolicies[]): 'sensitive' | 'not readable' =>
  policies.every(({ unread }) => unread.every((text) => text === secret || text === anotherSecret))
    ? 'sensitive'
    : 'not readable';

function ownerState(by: OwnedPolicies['by'], { owner }: PolicyAttribute, owners: Owners): OwnedPolicies['owner'] {
  const [first] = by;
  const isOnly = (action: Change['action']) => by.every((change) => change.action === action);
  const address = owners.addressOf(first, owner);
  // if the owner is unknown, its state is derived from the actions on the policies themselves
  const isOwnOwner = owner === undefined || address === undefined;
  const action = isOwnOwner
    ? isOnly('create')
      ? 'create'
      : isOnly('delete')
        ? 'delete'
        : undefined
    : owners.actionOf(address);
  if (action === 'create') return 'created';
  return action === 'delete' ? 'deleted' : 'kept';
}

interface ReadPolicies {
  readonly documents: readonly PolicyDocument[];
  /** Strings that are not valid policies, for example references. */
  readonly unread: readonly string[];
}

interface Side {
  readonly type: string;
  readonly values: Change['before'];
}

function documentsIn({ type, values }: Side, { path }: PolicyAttribute): ReadPolicies {
  const statement = statementTypeOf(type);
  if (statement !== undefined)
    return { documents: Object.keys(values).length === 0 ? [] : [statement.toPolicy(values)], unread: [] };
  const texts = textsAt(values, path);
  const documents = texts.map(policyIn);
  return {
    documents: documents.flatMap((document) => document ?? []),
    unread: texts.filter((_, at) => documents[at] === undefined),
  };
}
