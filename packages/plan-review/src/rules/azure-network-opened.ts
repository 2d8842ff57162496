import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import { textAt, textsIn } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Source: Azure, "Network security group rules", service tags and prefixes that match every address. */
const everyAddress = /^(?:\*|0\.0\.0\.0(?:\/0)?|::\/0|internet|any)$/i;

/** A network security rule that lets the whole internet in. */
function letsEveryoneIn(rule: Value): boolean {
  if (!isObject(rule) || textAt(rule, ['access']) !== 'Allow' || textAt(rule, ['direction']) !== 'Inbound')
    return false;
  const sources = [textAt(rule, ['source_address_prefix']) ?? '', ...textsIn(rule['source_address_prefixes'])];
  return sources.some((source) => everyAddress.test(source));
}

const hasEveryAddress = (rule: ValueObject): boolean =>
  rule['start_ip_address'] === '0.0.0.0' && rule['end_ip_address'] === '255.255.255.255';

/** `0.0.0.0` to `0.0.0.0` stands for every service in Azure, of any customer. */
const hasAllOfAzure = (rule: ValueObject): boolean =>
  rule['start_ip_address'] === '0.0.0.0' && rule['end_ip_address'] === '0.0.0.0';

const firewallRule = (values: ValueObject) =>
  hasEveryAddress(values)
    ? 'lets in the whole internet'
    : hasAllOfAzure(values)
      ? 'lets in every service in Azure, also of other customers'
      : undefined;

/** Whether a resource lets everyone in, and in which words, by resource type. Terraform Registry, hashicorp/azurerm 4 */
const openingOf = byType<(values: ValueObject) => string | undefined>({
  azurerm_mssql_firewall_rule: firewallRule,
  azurerm_mysql_flexible_server_firewall_rule: firewallRule,
  azurerm_network_security_group: ({ security_rule: rules = null }) =>
    isList(rules) && rules.some(letsEveryoneIn) ? 'has a rule that lets in the whole internet' : undefined,
  azurerm_network_security_rule: (rule) => (letsEveryoneIn(rule) ? 'lets in the whole internet' : undefined),
  azurerm_postgresql_flexible_server_firewall_rule: firewallRule,
  azurerm_redis_firewall_rule: firewallRule,
});

/** A firewall or network security group of Azure lets everyone in who was kept out before. */
export const azureNetworkOpened: Rule = (plan) =>
  [...changedIn(plan), ...changesOf(plan, 'create')].flatMap(({ type, address, before, after }): Danger[] => {
    const opening = openingOf(type);
    const [was, is] = [opening?.(before), opening?.(after)];
    return is === undefined || is === was ? [] : [{ kind: 'exposure', address, what: say`${address} ${[is]}` }];
  });
