import { memoizeByObject } from '../memoize';
import { type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { byType } from '../plan/type-table';
import { textAt, valueAt } from '../plan/value-at';
import type { Danger } from './rule';

/** Setting of another resource that makes a danger ineffective. */
interface Guard {
  /** Attribute that causes the danger. Undefined for a danger without an attribute, whose text must mention `anyone`. */
  readonly attribute: string | undefined;
  /** Attribute in which the dangerous resource names its owner. Both resources must belong to the same owner. */
  readonly owner: string;
  readonly ownerType: string;
  /** Type of the guarding resource, and the attributes that name the same owner. */
  readonly type: string;
  readonly names: readonly string[];
  /** Attribute of the guarding resource, and the value for which it guards. */
  readonly setting: string;
  readonly value: string;
  /** Effect of the guard, as a phrase to append to its address: `ignores public ACLs`. */
  readonly so: string;
  /** Whether the danger remains, but is limited. */
  readonly isPartial?: true;
}

const publicAccessBlock = {
  owner: 'bucket',
  ownerType: 'aws_s3_bucket',
  type: 'aws_s3_bucket_public_access_block',
  names: ['bucket'],
  value: 'true',
};
const ignoresAcls: Guard = {
  ...publicAccessBlock,
  attribute: 'acl',
  setting: 'ignore_public_acls',
  so: 'ignores public ACLs',
};
const preventsAccess = (attribute: string): Guard => ({
  attribute,
  owner: 'bucket',
  ownerType: 'google_storage_bucket',
  type: 'google_storage_bucket',
  names: ['name', 'id'],
  setting: 'public_access_prevention',
  value: 'enforced',
  so: 'prevents public access',
});
const privateAccount = {
  attribute: 'container_access_type',
  type: 'azurerm_storage_account',
  ownerType: 'azurerm_storage_account',
  setting: 'allow_nested_items_to_be_public',
  value: 'false',
  so: 'does not allow public containers',
};

/**
 * Guards by the type of the dangerous resource. Sources: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage";
 * Cloud Storage, "Public access prevention"; Azure Storage, "Remediate anonymous read access to blob data"
 */
const guardsOf = byType<readonly Guard[]>({
  aws_s3_bucket: [ignoresAcls],
  aws_s3_bucket_acl: [ignoresAcls],
  aws_s3_bucket_policy: [
    {
      ...publicAccessBlock,
      attribute: undefined,
      setting: 'restrict_public_buckets',
      so: 'limits public access to AWS services and to users of the account of the bucket',
      isPartial: true,
    },
  ],
  azurerm_storage_container: [
    { ...privateAccount, owner: 'storage_account_name', names: ['name'] },
    { ...privateAccount, owner: 'storage_account_id', names: ['id'] },
  ],
  google_storage_bucket_iam_binding: [preventsAccess('members')],
  google_storage_bucket_iam_member: [preventsAccess('member')],
});

/** Danger that a setting of another resource prevents. */
export interface PreventedDanger {
  readonly danger: Danger;
  /** Address of the other resource, and what it does. */
  readonly by: Phrase;
}

/** Separates the dangers that take effect from those that another resource prevents. Dangers that another resource limits say so. */
export function applyGuards(plan: Plan, dangers: readonly Danger[]) {
  const effective: Danger[] = [];
  const prevented: PreventedDanger[] = [];
  for (const danger of dangers) {
    const found = guardFor(plan, danger);
    if (found === undefined) effective.push(danger);
    else if (found.isPartial) effective.push({ ...danger, what: [...danger.what, ', but ', ...found.by] });
    else prevented.push({ danger, by: found.by });
  }
  return { effective, prevented };
}

function guardFor(plan: Plan, danger: Danger) {
  const change = changesByAddress(plan).get(danger.address);
  if (change === undefined) return undefined;
  for (const guard of guardsOf(change.type) ?? []) {
    if (!concerns(guard, danger)) continue;
    const other = current(plan).find(
      (one) => one.type === guard.type && isOn(guard, one) && isSameOwner(guard, change, one),
    );
    if (other !== undefined)
      return { by: say`${other.address} ${[guard.so]} (${guard.setting})`, isPartial: guard.isPartial === true };
  }
  return undefined;
}

// deposed objects have the address of the current object
const current = memoizeByObject(({ changes }: Plan) => changes.filter(({ deposed }) => deposed === undefined));

const changesByAddress = memoizeByObject((plan: Plan) => new Map(current(plan).map((one) => [one.address, one])));

const concerns = ({ attribute }: Guard, danger: Danger): boolean =>
  attribute === undefined
    ? danger.what.some((part) => typeof part === 'string' && /\banyone\b/.test(part))
    : danger.attribute === attribute;

const isOn = ({ setting, value }: Guard, { action, after }: Change): boolean =>
  action !== 'delete' && action !== 'forget' && String(valueAt(after, [setting])) === value;

/** Returns whether two resources have the same owner: the attributes are equal, or refer only to the same resource. */
function isSameOwner({ owner, ownerType, names }: Guard, change: Change, other: Change): boolean {
  const own = textAt(change.after, [owner]);
  const others = names.flatMap((name) => textAt(other.after, [name]) ?? []);
  if (own !== undefined && others.length > 0) return others.includes(own);
  const [one, another] = [change, other].map((each) => ownerOf(each, ownerType));
  return one !== undefined && one === another;
}

/** Returns the address of the owner if the unknown attributes refer to only one. Ignores references to one of several instances. */
function ownerOf({ type, address, waitsFor }: Change, ownerType: string): string | undefined {
  if (type === ownerType) return address;
  const owners = waitsFor.flatMap((reference) => {
    const [, own, referenced] = /^((\w+)\.[\w-]+)\.\w+$/.exec(reference) ?? [];
    return own !== undefined && referenced === ownerType ? [`${modulesOf(address)}${own}`] : [];
  });
  const [only, ...others] = new Set(owners);
  return others.length === 0 ? only : undefined;
}
