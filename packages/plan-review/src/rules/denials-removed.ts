import { isList, isObject, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
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
    if (denials === undefined) return [];
    const [was, is] = [change.before, change.after].map((values) => namesIn(values, denials));
    const removed = (was ?? []).filter((name) => is?.includes(name) !== true);
    if (removed.length === 0) return [];
    const more = removed.length - namedAtMost;
    const named = removed.slice(0, namedAtMost).map((name): Phrase => [{ value: name }]);
    const all = joined(more > 0 ? [...named, words(`${more} more rules`)] : named);
    const { address } = change;
    const what = say`${address} no longer contains ${all}, which denied traffic: other rules may allow it`;
    return [{ kind: 'weaker protection', address, attribute: denials.block, what }];
  });

function namesIn(values: Change['before'], { block, name, isDenying }: Denials): readonly string[] {
  const rules = values[block];
  return (rules !== undefined && isList(rules) ? rules : []).flatMap((rule) =>
    isObject(rule) && isDenying(rule) ? [String(rule[name])] : [],
  );
}
