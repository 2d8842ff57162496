import { isConnecting } from '../knowledge/connecting-types';
import { isDisposable, isRevised, isUtility } from '../knowledge/utilities';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';
import { isScaledToZero } from './scaled-to-zero';

/** Returns whether the deletion or replacement of a resource has no further effect. */
export const isHarmlessRemoval = (plan: Plan, change: Change): boolean =>
  isDisposable(change.type) ||
  isScaledToZero(change) ||
  (change.action === 'replace' && isRevised(change.type)) ||
  (change.action === 'delete' && (isUtility(change.type) || isDeletedWithOwner(plan, change)));

/** Matches types of resources that only configure or connect their owner. */
const accessory =
  /_(?:configuration|deployment|integration|integration_response|mapping|method|method_response|notification|permission|policy|public_access_block|resource|stage|versioning)$/;

/** Attributes that name the owner of a resource, which is useless without its owner. */
const ownerAttributes = [
  'api_id',
  'bucket',
  'cloud_function',
  'function_name',
  'group',
  'instance_id',
  'key_vault_id',
  'log_group_name',
  'member',
  'network_interface_id',
  'queue_url',
  'repository',
  'rest_api_id',
  'role',
  'rule',
  'scope',
  'secret_id',
  'service',
  'subnet_id',
  'target_resource_id',
  'topic',
  'topic_arn',
  'user',
] as const;

/** Attributes that identify a resource. */
const identities = ['arn', 'bucket', 'email', 'function_name', 'id', 'name'] as const;

/** Returns whether a deleted accessory belongs to a resource that the plan also deletes, such as the grants of a deleted function. */
function isDeletedWithOwner(plan: Plan, { type, before }: Change): boolean {
  if (!isAccessory(type)) return false;
  const owners = ownersDeleted(plan);
  return ownerAttributes.some((name) => owners.has(shortName(textAt(before, [name]) ?? '')));
}

const isAccessory = (type: string): boolean => isConnecting(type) || accessory.test(type);

/** Returns the names, ids and ARNs of the deleted resources, except accessories. */
const ownersDeleted = memoizeByObject(
  (plan: Plan): ReadonlySet<string> =>
    new Set(
      changesOf(plan, 'delete')
        .filter(({ type, deposed }) => !isAccessory(type) && !isUtility(type) && deposed === undefined)
        .flatMap(({ before }) => identities.flatMap((name) => textAt(before, [name]) ?? []))
        .map(shortName),
    ),
);

/**
 * Returns the name in a path or a principal of Google Cloud: `token` for `projects/shop/secrets/token`, and the email address of a
 * service account. Other values remain unchanged.
 */
const shortName = (value: string): string => /^(?:projects\/.*\/|serviceAccount:)([^/]+)$/.exec(value)?.[1] ?? value;
