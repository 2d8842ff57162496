import { isList, isObject, type ValueObject } from '@himeshima/terraform-json';
import { trafficIn } from '../changes/traffic';
import { counted, joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Place of the rules of a firewall, and the rules that deny traffic. */
interface Denials {
  readonly block: string;
  readonly name: string;
  isDenying(rule: ValueObject): boolean;
}

/** Source: Terraform Registry, hashicorp/azurerm 4, hashicorp/aws 6 */
const denialsOf = byType<Denials>({
  azurerm_network_security_group: {
    block: 'security_rule',
    name: 'name',
    isDenying: ({ access, direction }) => access === 'Deny' && direction !== 'Outbound',
  },
  aws_network_acl: { block: 'ingress', name: 'rule_no', isDenying: ({ action }) => action === 'deny' },
});

/** Maximum number of rules to name. */
const namedAtMost = 2;

/** Reports firewalls that lose rules that deny traffic. */
export const denialsRemoved: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change): Danger[] => {
    const denials = denialsOf(change.type);
    if (denials === undefined || isUnknownAt(change, [denials.block])) return [];
    const [was = [], is = []] = [change.before, change.after].map((values) => denialsIn(values, denials));
    const kept = new Set(is.flatMap(({ name, traffic }) => [name, traffic].filter((one) => one !== '')));
    const removed = was
      .filter(({ name, traffic }) => !kept.has(name) && !kept.has(traffic))
      .toSorted((a, b) => b.severity - a.severity);
    if (removed.length === 0) return [];
    const more = removed.length - namedAtMost;
    const named = removed
      .slice(0, namedAtMost)
      .map(
        ({ name, traffic }): Phrase =>
          traffic === '' ? [{ value: name }] : say`${{ value: name }} (${{ value: traffic }})`,
      );
    const all = joined(more > 0 ? [...named, words(counted(more, 'more rule'))] : named);
    const { address } = change;
    const what = say`${address} no longer denies the traffic of ${all}: other rules may allow it`;
    return [{ kind: 'weaker protection', address, attribute: denials.block, what }];
  });

interface Denial {
  readonly name: string;
  /** Denied traffic: `tcp 22 from Internet`. Empty if it is unknown. */
  readonly traffic: string;
  /** 2 for a rule that kept the internet from the ports for remote access, 1 for other traffic from the internet, and otherwise 0. */
  readonly severity: number;
}

function denialsIn(values: Change['before'], { block, name, isDenying }: Denials): readonly Denial[] {
  const rules = values[block];
  return (rules !== undefined && isList(rules) ? rules : []).flatMap((rule) => {
    if (!isObject(rule) || !isDenying(rule)) return [];
    const traffic = trafficIn('ingress', [rule])
      .join()
      .replace(/^deny /, '');
    const isFromInternet = / from (?:\*|0\.0\.0\.0\/0|any|Internet)$/i.test(traffic);
    const severity = isFromInternet ? (/\b(?:22|3389|everything)\b/.test(traffic) ? 2 : 1) : 0;
    return [{ name: String(rule[name]), traffic, severity }];
  });
}
