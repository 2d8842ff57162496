import type { Line } from './changes/changed-text';
import { computedAttributes, describeDifference } from './changes/describe-change';
import { differencesOf } from './difference/difference';
import { groupBy } from './group-by';
import { isTags } from './knowledge/tags';
import { anotherSecret, secret } from './masking/mask';
import { memoizeByObject } from './memoize';
import { joined, type Phrase, say, words } from './phrase';
import { withoutBlockNames } from './plan/block-names';
import { isZero } from './plan/drifted-resources';
import { changesOf } from './plan/filter-changes';
import type { Change, Difference, DriftedResource, Plan } from './plan/plan';
import { isRelevant } from './relevant-attributes';

/** Resources with equal drift, often for the same reason. */
export interface Drift {
  readonly types: readonly string[];
  readonly isDeleted: boolean;
  /** Names of the attributes changed outside Terraform. Empty for deleted resources. */
  readonly attributes: readonly string[];
  readonly addresses: readonly string[];
  /** Changed values, the most common first. Empty for deleted resources. */
  readonly values: readonly DriftedValues[];
  /** Whether the plan restores exactly the previous values, so that the changes of these resources show the same values. */
  readonly isReverted: boolean;
}

/** Equal value changes, and the resources with these changes. */
export interface DriftedValues {
  readonly addresses: readonly string[];
  /** Changed attributes: the value after the last apply, and the current value. */
  readonly lines: readonly Line[];
}

/** Values that were changed outside Terraform, and that the plan keeps, for example because the code does not set them. */
export interface KeptDrift extends Drift {
  /** Whether an attribute that affects security, reachability or data had another value before. */
  readonly isImportant: boolean;
}

/** Maximum number of drifted attributes to name. */
const attributesAtMost = 3;

/** Names drifted attributes: `route_table_id of 6 aws_subnet resources`, or `route_table_id of aws_subnet.a`. */
export function attributesOfDrift({
  attributes,
  ...resources
}: Pick<Drift, 'types' | 'attributes' | 'addresses'>): Phrase {
  const [address = '', ...others] = resources.addresses;
  const more = attributes.length - attributesAtMost;
  const shown = (more > 1 ? attributes.slice(0, attributesAtMost) : attributes).map((one) => say`${one}`);
  return say`${joined(more > 1 ? [...shown, words(`${more} more attributes`)] : shown)} of ${others.length === 0 ? address : countDrifted(resources)}`;
}

/** Counts drifted resources: `6 aws_subnet resources`. */
export function countDrifted({ types, addresses: { length } }: Pick<Drift, 'types' | 'addresses'>): Phrase {
  const type = joined(types.map((one) => say`${one}`));
  return say`${length} ${type} ${words(length === 1 ? 'resource' : 'resources')}`;
}

/** Groups resources with equal drift that the plan reverts, largest group first. */
export const driftIn = memoizeByObject((plan: Plan): readonly Drift[] => {
  const updates = new Map(changesOf(plan, 'update').map((change) => [change.address, change]));
  return groupDrift(plan.drift, (one) => isRestored(one, updates.get(one.address)));
});

const isRestored = ({ isDeleted, differences }: DriftedResource, update: Change | undefined): boolean =>
  !isDeleted && update !== undefined && restoredBy(update, differences).length === differences.length;

/** Returns the differences of an update that are the reverse of changes outside Terraform. */
function restoredBy(update: Change, outside: readonly Difference[]): readonly Difference[] {
  // a mask says only whether a secret differs from the previous one
  const keyOf = (...all: readonly unknown[]) => JSON.stringify(all).replaceAll(anotherSecret, secret);
  const changed = new Set(outside.map(({ path, before, after }) => keyOf(path, before, after)));
  return differencesOf(update).known.filter(({ path, before, after }) => changed.has(keyOf(path, after, before)));
}

/** Groups resources with equal drift that the plan keeps, important groups first. */
export function keptDriftIn({ keptDrift, changes }: Plan): readonly KeptDrift[] {
  const types = new Set(changes.map(({ type }) => type));
  const all = keptDrift.map(
    ({ change: { address, type }, differences }): DriftedResource => ({
      address,
      type,
      isDeleted: false,
      differences,
      recreatedWith: [],
    }),
  );
  return [true, false].flatMap((isImportant) =>
    groupDrift(
      all.filter((one) => isImportantDrift(one, types) === isImportant),
      () => false,
    ).map((drift) => ({ ...drift, isImportant })),
  );
}

/** Attributes that resources of other types set. Source: Terraform Registry, hashicorp/aws 6, oracle/oci 7 */
const setElsewhere: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws_autoscaling_group.target_group_arns', ['aws_autoscaling_attachment']],
  ['aws_iam_role.inline_policy', ['aws_iam_role_policy']],
  ['aws_iam_role.managed_policy_arns', ['aws_iam_role_policy_attachment']],
  ['aws_network_acl.egress', ['aws_network_acl_rule']],
  ['aws_network_acl.ingress', ['aws_network_acl_rule']],
  ['aws_route_table.route', ['aws_route']],
  ['aws_s3_bucket.cors_rule', ['aws_s3_bucket_cors_configuration']],
  ['aws_s3_bucket.lifecycle_rule', ['aws_s3_bucket_lifecycle_configuration']],
  ['aws_security_group.egress', ['aws_security_group_rule', 'aws_vpc_security_group_egress_rule']],
  ['aws_security_group.ingress', ['aws_security_group_rule', 'aws_vpc_security_group_ingress_rule']],
  ['oci_core_subnet.route_table_id', ['oci_core_route_table_attachment']],
]);

/** Returns whether resources of another type in the plan may have set an attribute: `aws_sns_topic_policy` for `aws_sns_topic.policy`. */
const isSetByAnother = (type: string, name: string, types: ReadonlySet<string>): boolean =>
  [`${type}_${name}`, ...(setElsewhere.get(`${type}.${name}`) ?? [])].some((one) => types.has(one));

// providers read defaults, and what other resources set, only with the next plan
const isImportantDrift = ({ type, differences }: DriftedResource, types: ReadonlySet<string>): boolean =>
  differences.some(
    ({ path, before }) =>
      !isZero(before) &&
      isRelevant(path) &&
      !computedAttributes.has(path[0] ?? '') &&
      !isSetByAnother(type, path[0] ?? '', types),
  );

const groupDrift = (
  resources: readonly DriftedResource[],
  isReverted: (resource: DriftedResource) => boolean,
): readonly Drift[] =>
  grouped(resources, (one) => [one.isDeleted, attributesOf(one), isReverted(one)]).flatMap((those): Drift[] => {
    const [first] = those;
    if (first === undefined) return [];
    return [
      {
        types: [...new Set(those.map(({ type }) => type))],
        isDeleted: first.isDeleted,
        attributes: attributesOf(first),
        addresses: those.map(({ address }) => address),
        values: first.isDeleted ? [] : valuesOf(those),
        isReverted: isReverted(first),
      },
    ];
  });

/** Returns the differences between a resource that was deleted outside Terraform and the resource that the plan creates instead. */
export const differencesOfRecreated = (plan: Plan, change: Change): readonly Difference[] =>
  driftOf(plan, change).find(({ isDeleted }) => isDeleted)?.recreatedWith ?? [];

/**
 * Describes an update that restores values that were changed outside Terraform: `reverts a change outside Terraform`. Undefined for other
 * updates.
 * @param attribute path of the only attribute that counts, if given
 */
export function describeReversal(plan: Plan, change: Change, attribute?: string): string | undefined {
  if (change.action !== 'update') return undefined;
  const drifted = driftOf(plan, change).find(({ isDeleted }) => !isDeleted);
  if (drifted === undefined) return undefined;
  const { known, afterApply } = differencesOf(change);
  const restored = restoredBy(change, drifted.differences);
  if (restored.every(({ path: [name = ''] }) => isTags(name)) && restored.length < known.length) return undefined;
  if (restored.length === 0) return undefined;
  if (attribute !== undefined)
    return restored.some(({ path }) => isPartOf(path, attribute)) ? 'reverts a change outside Terraform' : undefined;
  const isWhole = restored.length === known.length && afterApply.length === 0;
  return isWhole ? 'reverts a change outside Terraform' : 'partly reverts a change outside Terraform';
}

/** Returns whether a path leads to an attribute, into it, or to a block that contains it. */
function isPartOf(path: readonly string[], attribute: string): boolean {
  const own = withoutBlockNames(path).join('.');
  return own === attribute || own.startsWith(`${attribute}.`) || attribute.startsWith(`${own}.`);
}

const byAddress = memoizeByObject(({ drift }: Plan) => groupBy(drift, ({ address }) => address));

const driftOf = (plan: Plan, { address }: Change): readonly DriftedResource[] => byAddress(plan).get(address) ?? [];

const valuesOf = (resources: readonly DriftedResource[]): readonly DriftedValues[] =>
  grouped(resources, linesOf).flatMap((those) => {
    const [first] = those;
    return first === undefined ? [] : [{ addresses: those.map(({ address }) => address), lines: linesOf(first) }];
  });

/** Groups items with equal keys, largest group first. */
const grouped = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown): readonly (readonly Item[])[] =>
  [...groupBy(items, (item) => JSON.stringify(keyOf(item))).values()].sort((a, b) => b.length - a.length);

/** Returns the names of the changed attributes. Shows `tags_all`, which includes default tags, as `tags`. */
const attributesOf = ({ differences }: DriftedResource): readonly string[] =>
  [...new Set(differences.map(({ path: [name = ''] }) => (name === 'tags_all' ? 'tags' : name)))].sort();

const linesOf = memoizeByObject(({ type, differences }: DriftedResource): readonly Line[] => {
  const hasTags = differences.some(({ path: [name] }) => name === 'tags');
  return differences
    .filter(({ path: [name] }) => !(hasTags && name === 'tags_all'))
    .flatMap((difference) => describeDifference(type, difference));
});
