import { deniesMatches } from '../../knowledge/denying';
import { wordsOf } from '../../knowledge/name-words';
import { isOpenNetwork } from '../../knowledge/open-network';
import { say } from '../../phrase';
import type { Change } from '../../plan/plan';
import type { GenericRule } from './generic-rule';

/** Values that stand for all addresses in attributes that describe a source of traffic. Source: azurerm_network_security_rule */
const everyAddress = new Set(['*', 'internet', 'any', 'all', '0.0.0.0']);

/** Reports sources of traffic that now include the internet. Ignores egress, which is often open, and rules that deny traffic. */
export const openNetwork: GenericRule = ({ path, before, after }, change) => {
  const words = path.flatMap(wordsOf);
  if (
    words.some((word) =>
      /^(?:egress|outbound|destination|route|routes|nat|deny|denied|exclude|not|pod|port|ports|service|description|comment)$/.test(
        word,
      ),
    )
  )
    return undefined;
  const isSource =
    words.includes('source') && words.some((word) => /^(?:address|prefix|prefixes|range|ranges|ip|cidr)/.test(word));
  const isOpen = (value: unknown): boolean =>
    typeof value === 'string' && (isOpenNetwork(value) || (isSource && everyAddress.has(value.toLowerCase())));
  const [was, is] = [before, after].map((values) => values.filter(isOpen).length);
  if ((is ?? 0) <= (was ?? 0) || deniesMatches(change.after) || isOutgoing(change.type)) return undefined;
  if (isDefaultOfAws(change)) return undefined;
  const [named] = after.filter(isOpen);
  return { meaning: 'reach', what: say`will be open to the internet (${path.join('.')}: ${{ value: String(named) }})` };
};

/** Returns whether Terraform adopts the default network ACL of a VPC, which AWS creates with rules that allow everything. */
const isDefaultOfAws = ({ type, action }: Change): boolean => type === 'aws_default_network_acl' && action === 'create';

/** Returns whether a resource concerns only traffic that leaves a network. */
const isOutgoing = (type: string): boolean =>
  /_(?:route|routes|route_table|nat_gateway)(?:_v\d+)?$|_(?:egress|outbound)_/.test(type);
