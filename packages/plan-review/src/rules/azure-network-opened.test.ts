import { azureNetworkOpened } from './azure-network-opened';
import { created, dangersOf, saidBy, updated } from './dangers.fixture';

const said = saidBy(azureNetworkOpened);

const rule = (source: string, more: object = {}) => ({
  access: 'Allow',
  direction: 'Inbound',
  source_address_prefix: source,
  source_address_prefixes: [],
  destination_address_prefix: '*',
  destination_port_range: '22',
  ...more,
});
const nsg = (source: string) => ({ name: 'shop', security_rule: [rule('10.0.0.0/8'), rule(source)] });

describe('a network security group', () => {
  test.each(['*', '0.0.0.0/0', 'Internet'])('is a danger if it lets in %s', (source) => {
    const type = 'azurerm_network_security_rule.ssh';
    expect(said(updated(type, rule('10.0.0.0/8'), rule(source)))).toEqual([`${type} lets in the whole internet`]);
    expect(said(created(type, rule(source)))).toEqual([`${type} lets in the whole internet`]);
    expect(said(updated('azurerm_network_security_group.shop', nsg('10.1.0.0/16'), nsg(source)))).toEqual([
      'azurerm_network_security_group.shop has a rule that lets in the whole internet',
    ]);
    expect(said(updated(type, rule(source), rule('10.0.0.0/8')))).toEqual([]);
  });

  test('may let out and deny any traffic', () => {
    const type = 'azurerm_network_security_rule.out';
    expect(said(created(type, rule('*', { direction: 'Outbound' })))).toEqual([]);
    expect(said(created(type, rule('*', { access: 'Deny' })))).toEqual([]);
  });
});

test.each([
  ['255.255.255.255', 'lets in the whole internet'],
  ['0.0.0.0', 'lets in every service in Azure, also of other customers'],
])('a firewall rule of a database from 0.0.0.0 to %s is a danger', (end_ip_address, expected) => {
  const type = 'azurerm_mssql_firewall_rule.all';
  const addresses = { start_ip_address: '0.0.0.0', end_ip_address };
  expect(dangersOf(created(type, addresses))).toEqual([`exposure: ${type} ${expected}`]);
  expect(said(updated(type, addresses, { start_ip_address: '10.0.0.1', end_ip_address: '10.0.0.1' }))).toEqual([]);
});
