import { valuesToJudge } from '../knowledge/attribute-values';
import { withImplicitSource } from '../knowledge/implicit-source';
import { say } from '../phrase';
import type { Change } from '../plan/plan';
import { changedIn } from '../renames';
import { every, type Opening, openingsIn } from './internet-openings';
import { includesPorts } from './open-ports';
import type { Danger, Rule } from './rule';

/** Matches types of resources that accept traffic by port. */
const firewall =
  /_(?:firewall|firewall_rule|ingress_rule|network_acl|network_acl_rule|security_group|security_group_rule|security_list|security_rule)(?:_v\d+)?$/;

/**
 * Reports firewalls that were open to the internet before, and that open other ports instead. Other rules report firewalls that accept
 * the internet in more rules than before.
 */
export const otherPortsOpened: Rule = (plan) =>
  changedIn(plan)
    .filter((change) => firewall.test(change.type) && opensOtherPorts(change))
    .map(({ address }): Danger => {
      const what = say`${address} will be open to the internet (other ports than before)`;
      return { kind: 'exposure', address, what };
    });

function opensOtherPorts(change: Change): boolean {
  const [was = [], is = []] = (['before', 'after'] as const).map((side) =>
    openingsIn(valuesToJudge(change.type, withImplicitSource(change, side))).filter(({ isHarmless }) => !isHarmless),
  );
  return was.length > 0 && is.length <= was.length && is.some((opening) => !was.some((old) => contains(old, opening)));
}

const contains = (wide: Opening, { protocol, ports }: Opening): boolean =>
  (wide.protocol === every || wide.protocol === '' || wide.protocol === protocol) &&
  (wide.ports === every || wide.ports === ports || (ports !== undefined && includesPorts(wide.ports ?? '', ports)));
