import { BlockList, isIPv4 } from 'node:net';
import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { leavesIn } from './changes/leaves';
import { shortPath } from './changes/short-path';
import { groupBy } from './group-by';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Change, Plan } from './plan/plan';
import { byType } from './plan/type-table';
import { hasUnknown, textsIn, valueAt } from './plan/value-at';
import { newIn } from './renames';
import { labelOf, namesOf } from './resource-labels';
import { isDamagedPublicKey } from './ssh-key';

/** Attributes that control protection against deletion, and the values that turn the protection off. */
const protections = [
  [/^(?:enable_)?(?:deletion|delete|termination)_protection(?:_enabled)?$/, [false, 'INACTIVE', 'DISABLED']],
  [/^force_(?:destroy|delete)$/, [true]],
  [/^skip_final_(?:snapshot|backup)$/, [true]],
  [/^purge_protection_enabled$/, [false]],
] as const;

/** Maximum length of a placeholder. */
const longest = 60;

/** Minimum number of new resources for which the summary counts the unknown values. */
const many = 10;

/**
 * Summarizes the new resources of a plan: other values than those of the resources that were deleted outside Terraform, values that look
 * like placeholders, and missing protection against deletion.
 */
export const creationSummary = (plan: Plan): readonly Phrase[] => [
  ...recreatedDifferently(plan),
  ...placeholders(newIn(plan)),
  ...unprotected(newIn(plan)),
  ...withoutReceivers(newIn(plan)),
  ...keysInState(newIn(plan)),
  ...publicAddressSpace(newIn(plan)),
  ...damagedKeys(newIn(plan)),
];

/** Title of the section with these facts. */
export const creationTitle = 'New resources to check';

/** Attributes that name the receivers of alerts. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const receivers = byType<readonly string[]>({
  aws_cloudwatch_composite_alarm: ['alarm_actions', 'ok_actions', 'insufficient_data_actions'],
  aws_cloudwatch_metric_alarm: ['alarm_actions', 'ok_actions', 'insufficient_data_actions'],
  azurerm_monitor_activity_log_alert: ['action'],
  azurerm_monitor_metric_alert: ['action'],
  google_monitoring_alert_policy: ['notification_channels'],
});

/** Names the new alarms and alerts without receivers. */
function withoutReceivers(created: readonly Change[]): readonly Phrase[] {
  const silent = created.filter(({ type, after, unknown }) =>
    receivers(type)?.every((name) => isEmpty(after[name]) && !hasUnknown(valueAt(unknown, [name]) ?? false)),
  );
  if (silent.length === 0) return [];
  const verb = silent.length === 1 ? 'notifies' : 'notify';
  return [[...namedOrCounted(silent), ` ${verb} no one`]];
}

/** Maximum number of resources to name. */
const namedAtMost = 3;

const namedOrCounted = (changes: readonly Change[]): Phrase => {
  const [first] = changes;
  return first === undefined || changes.length <= namedAtMost
    ? namesOf(changes)
    : words(counted(changes.length, labelOf(first.type)));
};

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || (isList(value) && value.length === 0);

/** Names the new private keys, which Terraform stores in its state without encryption. Source: Terraform Registry, hashicorp/tls 4 */
function keysInState(created: readonly Change[]): readonly Phrase[] {
  const keys = created.filter(({ type }) => type === 'tls_private_key');
  if (keys.length === 0) return [];
  return [[...namedOrCounted(keys), ` ${keys.length === 1 ? 'is' : 'are'} stored in the state, unencrypted`]];
}

/** Names the new public keys that the provider rejects. */
const damagedKeys = (created: readonly Change[]): readonly Phrase[] =>
  created.flatMap(({ address, after, declared }) =>
    leavesIn([declared ?? after])
      .filter(({ path, values }) => path.at(-1) === 'public_key' && values.some(isDamaged))
      .map(({ path }) => say`${shortPath(path)} of ${address} is not a complete public key, so it will be rejected`),
  );

const isDamaged = (value: Value): boolean => typeof value === 'string' && isDamagedPublicKey(value);

/** Attributes with the address space of a network. Source: Terraform Registry, hashicorp/aws 6, hashicorp/azurerm 4, hashicorp/google 7 */
const addressSpaceOf = byType<string>({
  aws_vpc: 'cidr_block',
  azurerm_virtual_network: 'address_space',
  google_compute_subnetwork: 'ip_cidr_range',
});

/** Addresses that no host on the internet has. Source: IANA, IPv4 Special-Purpose Address Registry */
const reserved = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['240.0.0.0', 4],
] as const)
  reserved.addSubnet(network, bits);

/** Names the new networks with addresses that belong to hosts on the internet, which these networks can then no longer reach. */
function publicAddressSpace(created: readonly Change[]): readonly Phrase[] {
  return created.flatMap(({ type, address, after }) => {
    const value = after[addressSpaceOf(type) ?? ''];
    const ranges = typeof value === 'string' ? [value] : textsIn(value);
    const foreign = ranges.filter((range) => {
      const [start = ''] = range.split('/');
      return isIPv4(start) && !reserved.check(start);
    });
    if (foreign.length === 0) return [];
    const named = joined(foreign.map((range): Phrase => [{ value: range }]));
    return [say`${address} uses public addresses (${named}), so the hosts that own them are unreachable from it`];
  });
}

/** Counts the attributes that are known only after apply, if a plan only creates resources. */
export function unknownInNew(plan: Plan): readonly Phrase[] {
  const managed = plan.changes.filter(({ mode, action }) => mode === 'managed' && action !== 'no-op');
  const isOnlyCreation = managed.every(({ action }) => action === 'create') && managed.length >= many;
  return isOnlyCreation ? unknownValues(managed) : [];
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

/**
 * Matches values that an author probably meant to replace: texts such as `CHANGE_ME` or `<your-domain>`, and names that RFC 2606 and
 * RFC 6761 reserve for documentation.
 */
const placeholder =
  /\b(?:change[-_ ]?me|replace[-_ ]?me|fix[-_ ]?me|your[-_](?:[a-z]+[-_])?(?:domain|account|project|bucket|key|email|org|organization|name|id))\b|^<[a-z][a-z_ -]*>$|(?:^|[@./])example\.(?:com|net|org)(?![\w.-]*\w)/i;

/** Maximum number of resources with placeholders to name. */
const placeholdersAtMost = 3;

function placeholders(created: readonly Change[]): readonly Phrase[] {
  const found = created.flatMap(({ address, after, declared }) =>
    leavesIn([declared ?? after]).flatMap(({ path, values }) => {
      const value = values.find((one) => typeof one === 'string' && one.length <= longest && placeholder.test(one));
      return value === undefined ? [] : [say`${shortPath(path)} of ${address} (${{ value: String(value) }})`];
    }),
  );
  if (found.length === 0) return [];
  const rest = found.length - placeholdersAtMost;
  const shown = rest > 1 ? [...found.slice(0, placeholdersAtMost), words(`${rest} more`)] : found;
  return [['probably a placeholder: ', ...joined(shown)]];
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
  return texts.length === 0 ? [] : [['weakly protected against deletion: ', ...joined(texts)]];
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
