import { BlockList, isIPv4 } from 'node:net';
import type { ValueObject } from '@himeshima/terraform-json';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, textsAt, textsIn } from '../plan/value-at';

/** Returns the values of the resources of a type after the apply. */
const keptOf = (plan: Plan, type: string): readonly ValueObject[] =>
  changesOf(plan, 'no-op', 'create', 'update').flatMap((other) => (other.type === type ? [other.after] : []));

const firewallRule = /^aws_(?:security_group_rule|vpc_security_group_(?:egress|ingress)_rule)$/;

/** Returns whether another rule of the same security group accepts the same traffic. */
export function isTrafficAccepted({ type, before }: Change, plan: Plan): boolean {
  if (!firewallRule.test(type)) return false;
  const { sources, ...traffic } = trafficOf(before);
  if (traffic.group === undefined) return false;
  const others = keptOf(plan, type)
    .map(trafficOf)
    .filter((other) => containsTraffic(other, traffic));
  return (
    sources.length > 0 &&
    sources.every((source) => others.some((other) => other.sources.some((wider) => containsSource(wider, source))))
  );
}

interface Traffic {
  readonly group: string | undefined;
  readonly direction: string | undefined;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** Attributes that name the other side of a rule: networks, groups and prefix lists. */
const sourceNames = [
  'cidr_blocks',
  'cidr_ipv4',
  'cidr_ipv6',
  'ipv6_cidr_blocks',
  'prefix_list_id',
  'prefix_list_ids',
  'referenced_security_group_id',
  'source_security_group_id',
];

function trafficOf(rule: ValueObject): Traffic & { readonly sources: readonly string[] } {
  const protocol = textAt(rule, ['ip_protocol']) ?? textAt(rule, ['protocol']) ?? '';
  const isAll = /^(?:-1|all)$/.test(protocol);
  return {
    group: textAt(rule, ['security_group_id']),
    direction: textAt(rule, ['type']),
    protocol: isAll ? 'all' : protocol,
    from: isAll ? Number.NEGATIVE_INFINITY : Number(rule['from_port'] ?? Number.NaN),
    to: isAll ? Number.POSITIVE_INFINITY : Number(rule['to_port'] ?? Number.NaN),
    sources: sourceNames.flatMap((name) => [...textsIn(rule[name]), ...textsAt(rule, [name])]),
  };
}

const containsTraffic = (wider: Traffic, traffic: Traffic): boolean =>
  wider.group === traffic.group &&
  wider.direction === traffic.direction &&
  (wider.protocol === 'all' || wider.protocol === traffic.protocol) &&
  wider.from <= traffic.from &&
  traffic.to <= wider.to;

/** Returns whether a network contains another one. Other sources contain only themselves. */
function containsSource(wider: string, source: string): boolean {
  if (wider === source) return true;
  const [network, other] = [networkOf(wider), networkOf(source)];
  if (network === undefined || other === undefined || network.prefix > other.prefix) return false;
  const list = new BlockList();
  list.addSubnet(network.address, network.prefix, network.family);
  return list.check(other.address, other.family);
}

function networkOf(text: string) {
  const [, address = '', prefix] = /^([\d.]{7,15}|[\da-f:]{2,39})\/(\d{1,3})$/i.exec(text) ?? [];
  if (prefix === undefined) return undefined;
  return { address, prefix: Number(prefix), family: isIPv4(address) ? 'ipv4' : 'ipv6' } as const;
}

/** Rights of a collaborator or a team, least first. Source: GitHub docs, "Repository roles for an organization" */
const permissions = ['pull', 'triage', 'push', 'maintain', 'admin'];

/** Returns whether a deleted collaborator keeps at least the same rights as a member of a team. */
export function hasAccessByTeam({ type, before }: Change, plan: Plan): boolean {
  if (type !== 'github_repository_collaborator') return false;
  const rank = permissions.indexOf(textAt(before, ['permission']) ?? '');
  const teams = keptOf(plan, 'github_team_membership')
    .filter((membership) => isSame(membership, before, 'username'))
    .map((membership) => textAt(membership, ['team_id']));
  return (
    rank >= 0 &&
    keptOf(plan, 'github_team_repository').some(
      (grant) =>
        isSame(grant, before, 'repository') &&
        teams.includes(textAt(grant, ['team_id'])) &&
        permissions.indexOf(textAt(grant, ['permission']) ?? '') >= rank,
    )
  );
}

const isSame = (one: ValueObject, other: ValueObject, name: string): boolean =>
  textAt(one, [name]) !== undefined && textAt(one, [name]) === textAt(other, [name]);
