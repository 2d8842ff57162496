import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { modulesOf, typeIn } from '../plan/resource-id';
import { usedBy } from '../plan/used-by';
import { textsIn } from '../plan/value-at';
import { openingsIn } from './internet-openings';
import { portsIn } from './open-ports';
import type { Danger } from './rule';

/** Adds what uses an open or powerful resource, and from which ports outsiders can reach an instance with a public address. */
export function withContext(plan: Plan, danger: Danger): Danger {
  if (danger.kind !== 'exposure' && danger.kind !== 'broader access') return danger;
  const context = publicAddress.test(danger.attribute ?? '') ? openGroups(plan, danger) : users(plan, danger);
  return context.length === 0 ? danger : { ...danger, context };
}

/** Matches the attribute that gives an instance a public address. */
const publicAddress = /^(?:.*\.)?associate_public_ip_address$/;

/** Matches types of resources whose dangers concern the resources that use them. */
const used =
  /^(?:aws_security_group|aws_iam_(?:policy|role|role_policy|role_policy_attachment)|azurerm_network_security_group)$/;

/** Maximum number of resources to name. */
const namedAtMost = 3;

/** Names the users of a resource: `used by aws_instance.web`. */
function users(plan: Plan, { address }: Danger): Phrase {
  const all = used.test(typeIn(address)) ? usedBy(plan, address) : [];
  const named = all.slice(0, namedAtMost).map((user) => say`${user}`);
  const more = all.length - named.length;
  return all.length === 0
    ? []
    : ['used by ', ...joined([...named, ...(more > 0 ? [words(counted(more, 'more resource'))] : [])])];
}

/** Names the open security groups of an instance: `its security group aws_security_group.web is open to the internet on port 22`. */
function openGroups(plan: Plan, { address }: Danger): Phrase {
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const instance = changes.get(address);
  const groups = (instance === undefined ? [] : groupsOf(plan, instance)).flatMap((group) => {
    const openings = openingsIn(changes.get(group)?.after['ingress'] ?? null);
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
