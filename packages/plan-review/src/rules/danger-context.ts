import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { describeReversal } from '../drift';
import { groupBy } from '../group-by';
import { counted, joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import { missingUse } from '../plan/missing-use';
import type { Change, Plan } from '../plan/plan';
import { modulesOf, typeIn } from '../plan/resource-id';
import { isStale } from '../plan/stale-apis';
import { byType } from '../plan/type-table';
import { usedBy } from '../plan/used-by';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { openingsIn } from './internet-openings';
import { portsIn } from './open-ports';
import type { Danger } from './rule';

/**
 * Returns a function that adds what uses an open or powerful resource, on which ports outsiders can reach an instance with a public
 * address, the values because of which a resource is replaced, and whether an update reverts a change outside Terraform.
 */
export function withContext(plan: Plan): (danger: Danger) => Danger {
  const changes: Changes = {
    byAddress: new Map(plan.changes.map((change) => [change.address, change])),
    byDeclaration: groupBy(plan.changes, ({ address }) => withoutKeys(address)),
    reserved: new Set(
      plan.changes
        .filter(({ type }) => type === 'aws_eip' || type === 'aws_eip_association')
        .flatMap(({ before }) => textAt(before, ['public_ip']) ?? []),
    ),
  };
  // if a plan only creates resources, all of them are new
  const hasOthers = plan.changes.some(
    ({ action }) => action === 'update' || action === 'replace' || action === 'delete',
  );
  const isNewAmongOthers = (change: Change | undefined) =>
    hasOthers && change?.action === 'create' && !change.importing;
  return (danger) => {
    const change = changes.byAddress.get(danger.address);
    const reversal = change && describeReversal(plan, change, danger.attribute);
    const context = joinedBySemicolons(
      [contextOf(plan, changes, danger), reversal === undefined ? [] : [`this ${reversal}`]].filter(
        ({ length }) => length > 0,
      ),
    );
    const said = change !== undefined && isStale(plan, change) ? later(danger.what) : danger.what;
    const what = isNewAmongOthers(change) ? asNew(said, danger) : said;
    const replaced = isAboutReplacement(danger.what) ? replacedValue(change) : undefined;
    return {
      ...danger,
      what,
      ...(context.length > 0 && { context }),
      ...(replaced !== undefined && { replacedValue: replaced.values }),
    };
  };
}

/** Says that a resource is new, unless the text says so anyway, or compares the resource with its predecessor. */
function asNew(what: Phrase, { kind, address }: Danger): Phrase {
  const [first] = what;
  const isSubject = typeof first === 'object' && 'code' in first && first.code === address;
  const isStated =
    kind === 'cannot be applied' ||
    what.some((part) => typeof part === 'string' && /\b(?:created?|instead of|no longer|now)\b/.test(part));
  return isSubject && !isStated ? ['new ', ...what] : what;
}

/** Says that a danger takes effect later, before its consequence. */
function later(what: Phrase): Phrase {
  const last = what.at(-1);
  const at = typeof last === 'string' ? last.indexOf(': ') : -1;
  const note = ', once the API is deployed again';
  return typeof last !== 'string' || at < 0
    ? [...what, note]
    : [...what.slice(0, -1), `${last.slice(0, at)}${note}${last.slice(at)}`];
}

interface Changes {
  readonly byAddress: ReadonlyMap<string, Change>;
  /** Instances of each declaration. Keys are addresses without instance keys. */
  readonly byDeclaration: ReadonlyMap<string, readonly Change[]>;
  /** Elastic IP addresses, which machines keep. */
  readonly reserved: ReadonlySet<string>;
}

function contextOf(plan: Plan, changes: Changes, danger: Danger): Phrase {
  const { kind, address, attribute = '' } = danger;
  const change = changes.byAddress.get(address);
  switch (kind) {
    case 'exposure':
    case 'broader access':
    case 'weaker encryption':
      return publicAddress.test(attribute)
        ? openGroups(plan, changes, address)
        : joinedBySemicolons(
            [previousSources(plan, change), users(plan, changes, address)].filter(({ length }) => length > 0),
          );
    case 'cannot be applied':
      return nameOf(change);
    case 'data loss':
      return joinedBySemicolons(
        [nameOf(change), removalContext(changes, change, danger)].filter(({ length }) => length > 0),
      );
    case 'outage':
      return removalContext(changes, change, danger);
    default:
      return [];
  }
}

/** Attributes with the name of an object that holds data. */
const names = ['bucket', 'identifier', 'cluster_identifier', 'name', 'table_name'];

/** Formats the name of a deleted object, if its address does not contain the name: `current name: shop-prod`. */
function nameOf(change: Change | undefined): Phrase {
  if (change?.action !== 'delete' && change?.action !== 'replace') return [];
  const attribute = names.find((one) => textAt(change.before, [one]) !== undefined) ?? '';
  const name = textAt(change.before, [attribute]);
  // the reason for the replacement shows the name
  const isShown = change.replacedBecause.some(([first]) => first === attribute);
  return isShown || name === undefined || name.length > longest || change.address.includes(name)
    ? []
    : say`current name: ${{ value: name }}`;
}

function removalContext(changes: Changes, change: Change | undefined, { rule, what }: Danger): Phrase {
  return isAboutReplacement(what)
    ? joinedBySemicolons([replacedBy(change), otherAddress(changes, change)].filter(({ length }) => length > 0))
    : rule === 'restarted'
      ? otherAddress(changes, change, 'restart')
      : joinedBySemicolons(
          [
            scheduleOf(change),
            ...(change?.action === 'delete' && change.reason === 'delete_because_no_resource_config'
              ? [['it is no longer in the configuration']]
              : []),
          ].filter(({ length }) => length > 0),
        );
}

/** Formats the schedule of a deleted resource: `its schedule was rate(2 minutes)`. */
function scheduleOf(change: Change | undefined): Phrase {
  const schedule = change?.action === 'delete' ? textAt(change.before, ['schedule_expression']) : undefined;
  return schedule === undefined || schedule.length > longest ? [] : say`its schedule was ${{ value: schedule }}`;
}

/** Returns whether a danger says that a resource is replaced. */
const isAboutReplacement = (what: Phrase): boolean =>
  what.some((part) => typeof part === 'string' && part.includes(' is replaced'));

/** Paths of the address of a machine or database. A new or restarted one gets another address, unless the address is reserved. */
const addressOf = byType<{ readonly noun: string; readonly path: readonly string[] }>({
  aws_instance: { noun: 'public IP address', path: ['public_ip'] },
  digitalocean_droplet: { noun: 'public IP address', path: ['ipv4_address'] },
  google_compute_instance: { noun: 'public IP address', path: ['network_interface', 'access_config', 'nat_ip'] },
  google_redis_instance: { noun: 'address', path: ['host'] },
  google_sql_database_instance: { noun: 'address', path: ['first_ip_address'] },
  hcloud_server: { noun: 'public IP address', path: ['ipv4_address'] },
  oci_core_instance: { noun: 'public IP address', path: ['public_ip'] },
});

/**
 * Says that a machine or database may get another address. Empty for other resources, and if a replaced one keeps its address. The plan of
 * a restart contains the old address.
 */
function otherAddress({ reserved }: Changes, change: Change | undefined, why?: 'restart'): Phrase {
  const known = change && addressOf(change.type);
  if (change === undefined || known === undefined) return [];
  const { noun, path } = known;
  const now = textAt(change.before, path);
  const isKept = why !== 'restart' && textAt(change.after, path) === now;
  return now === undefined || reserved.has(now) || isKept ? [] : say`its ${[noun]}, ${{ value: now }}, may change`;
}

/** Maximum length of a value to show. */
const longest = 60;

/** Returns the last step of a long URL, such as the image of a disk, or of a long id of Azure. */
const shortened = (value: string): string =>
  value.length > longest && /^(?:https:\/\/|\/subscriptions\/)/.test(value)
    ? value.slice(value.lastIndexOf('/') + 1)
    : value;

/** Formats the only attribute because of which a resource is replaced: `cidr_block: 10.0.1.0/24 → 10.0.2.0/24`. */
function replacedBy(change: Change | undefined): Phrase {
  const replaced = replacedValue(change);
  return replaced === undefined ? [] : say`${replaced.attribute}: ${replaced.values}`;
}

/** Returns the only attribute because of which a resource is replaced, and its short values: `10.0.1.0/24 → 10.0.2.0/24`. */
function replacedValue(change: Change | undefined) {
  const [path, ...others] = change?.action === 'replace' ? change.replacedBecause : [];
  if (change === undefined || path === undefined || others.length > 0 || change.replacedWith.length > 0)
    return undefined;
  const [before, after] = [change.before, change.after].map((values) => shownText(valueAt(values, path)));
  return before !== undefined && after !== undefined && before !== after
    ? {
        attribute: path.filter((step) => !/^\d+$/.test(step)).join('.'),
        values: say`${{ value: before }} → ${{ value: after }}`,
      }
    : undefined;
}

/** Returns the text of a short value. Undefined for another value. */
function shownText(value: Value | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = shortened(String(value));
  return text.length <= longest ? text : undefined;
}

/** Matches the attribute that gives an instance a public address. */
const publicAddress = /^(?:.*\.)?associate_public_ip_address$/;

/** Matches types of resources whose dangers concern the resources that use them. */
const used =
  /^(?:aws_security_group|aws_iam_(?:policy|role|role_policy|role_policy_attachment)|azurerm_network_security_group)$/;

/** Maximum number of resources to name. */
const namedAtMost = 3;

/** Names the users of a resource: `used by aws_instance.web`. Says if a new resource has none. Counts the instances of a declaration. */
function users(plan: Plan, { byAddress, byDeclaration }: Changes, address: string): Phrase {
  const change = byAddress.get(address);
  const missing = change?.action === 'create' ? missingUse(plan, change) : undefined;
  if (missing !== undefined) return [`so far it is ${missing}`];
  const all = used.test(typeIn(address)) ? usedBy(plan, address) : [];
  const named = all.slice(0, namedAtMost).map((user): Phrase => {
    const instances = byDeclaration.get(user) ?? [];
    return instances.length > 1 ? say`${user} (${instances.length} instances)` : say`${instances[0]?.address ?? user}`;
  });
  const more = all.length - named.length;
  return all.length === 0
    ? []
    : ['used by ', ...joined([...named, ...(more > 0 ? [words(counted(more, 'more resource'))] : [])])];
}

/** Names what could connect to the ports of a security group before they are opened: `until now, only 10.0.0.0/8 could connect`. */
function previousSources({ addressOfId }: Plan, change: Change | undefined): Phrase {
  if (change?.type !== 'aws_security_group' || change.action !== 'update') return [];
  const [before, after] = [change.before, change.after].map(({ ingress = [] }) =>
    isList(ingress) ? ingress.filter(isObject) : [],
  );
  const isOpen = (rule: ValueObject) => openingsIn([rule]).length > 0;
  const opened = (after ?? []).filter(
    (rule) => isOpen(rule) && !(before ?? []).some((other) => isOpen(other) && sharesPort(rule, other)),
  );
  const previous = (before ?? []).filter((rule) => opened.some((other) => sharesPort(rule, other)));
  const networks = textsOf(previous, ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids']);
  const groups = textsOf(previous, ['security_groups']).map((id): Phrase => {
    const address = addressOfId.get(id);
    return address === undefined ? say`${{ value: id }}` : say`${address}`;
  });
  const all = [...networks.map((one) => say`${{ value: one }}`), ...groups];
  return all.length === 0 || all.length > namedAtMost ? [] : ['until now, only ', ...joined(all), ' could connect'];
}

/** Returns whether two rules apply to the same port. */
const sharesPort = (one: ValueObject, other: ValueObject): boolean =>
  Number(one['from_port']) <= Number(other['to_port']) && Number(other['from_port']) <= Number(one['to_port']);

const textsOf = (blocks: readonly ValueObject[], attributes: readonly string[]): readonly string[] => [
  ...new Set(blocks.flatMap((block) => attributes.flatMap((name) => textsIn(block[name])))),
];

/** Names the open security groups of an instance: `its security group aws_security_group.web is open to the internet on port 22`. */
function openGroups(plan: Plan, { byAddress }: Changes, address: string): Phrase {
  const instance = byAddress.get(address);
  const groups = (instance === undefined ? [] : groupsOf(plan, instance)).flatMap((group) => {
    const openings = openingsIn(byAddress.get(group)?.after['ingress'] ?? null);
    return openings.length === 0 ? [] : [say`${group} is open to the internet${portsIn(openings)}`];
  });
  const named = groups.slice(0, namedAtMost);
  return named.length === 0 ? [] : [`its security group${named.length === 1 ? '' : 's'} `, ...joined(named)];
}

/** Returns the addresses of the security groups of an instance in the plan. */
function groupsOf({ addressOfId }: Plan, { address, after, waitsFor }: Change): readonly string[] {
  const ids = ['vpc_security_group_ids', 'security_groups'].flatMap((name) => textsIn(after[name]));
  const existing = ids.flatMap((id) => addressOfId.get(id) ?? []);
  const created = waitsFor.flatMap(
    (reference) => /^aws_security_group\.[^.[\]]+(?:\[(?:\d+|"[^"]*")\])?/.exec(reference)?.[0] ?? [],
  );
  return [...new Set([...existing, ...created.map((group) => `${modulesOf(address)}${group}`)])];
}
