import { isList, isObject, type ValueObject } from '@himeshima/terraform-json';
import { containsOpenNetwork } from '../knowledge/open-network';
import { joined, type Phrase, say } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { textAt } from '../plan/value-at';

/** Names the existing subnets that a new association connects to an internet gateway. Source: Amazon VPC, "Subnet route tables" */
export function internetRoutes(created: readonly Change[], { changes, addressOfId }: Plan): readonly Phrase[] {
  const tables = changes.filter((change) => change.type === 'aws_route_table' && hasInternetRoute(change));
  const subnets = created.flatMap((association) => {
    const id =
      association.type === 'aws_route_table_association' ? textAt(association.after, ['subnet_id']) : undefined;
    const subnet = addressOfId.get(id ?? '');
    return subnet !== undefined && tables.some((table) => usesTable(association, table)) ? [subnet] : [];
  });
  return subnets.length === 0
    ? []
    : [say`getting a route to the internet: ${joined(subnets.map((subnet) => say`${subnet}`))}`];
}

/** Returns whether a route leads from anywhere in the internet to an internet gateway. */
const hasInternetRoute = (table: Change): boolean => {
  const { route = null } = table.after;
  return isList(route) && route.some((one) => isObject(one) && leadsOut(one, table));
};

const leadsOut = (route: ValueObject, { references }: Change): boolean => {
  const gateway = textAt(route, ['gateway_id']);
  // the id of a new gateway is known only after apply
  const isNew = (references['route'] ?? []).some((one) => /(?:^|\.)aws_internet_gateway\./.test(one));
  return (
    (gateway === undefined ? isNew : gateway.startsWith('igw-')) &&
    ['cidr_block', 'ipv6_cidr_block'].some((name) => containsOpenNetwork(route[name] ?? null))
  );
};

/** Returns whether an association names a table, by its id or by a reference in the same module. */
function usesTable({ address, after, references }: Change, table: Change): boolean {
  const id = textAt(after, ['route_table_id']);
  if (id !== undefined) return id === textAt(table.before, ['id']);
  return (references['route_table_id'] ?? []).some((reference) =>
    `${modulesOf(withoutKeys(address))}${reference}`.startsWith(`${withoutKeys(table.address)}.`),
  );
}
