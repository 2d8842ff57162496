import { creationSummary } from '../creation-summary';
import { plain } from '../note/json-output';
import { created, planned } from '../rules/dangers.fixture';

const nic = (configuration: object, unknown: object = {}) =>
  created('azurerm_network_interface.web', { ip_configuration: [configuration] }, { ip_configuration: [unknown] });
const facts = (...changes: readonly object[]) =>
  creationSummary(planned(changes))
    .map(plain)
    .filter((fact) => fact.includes('public address'));

test('names new network interfaces with a public address and without a network security group', () => {
  const expected = ['with a public address, but without a network security group: azurerm_network_interface.web'];
  expect(facts(nic({ public_ip_address_id: '/subscriptions/1/publicIPAddresses/a' }))).toEqual(expected);
  expect(facts(nic({}, { public_ip_address_id: true }))).toEqual(expected);
});

test('ignores private network interfaces, and plans with a network security group', () => {
  const open = nic({ public_ip_address_id: '/subscriptions/1/publicIPAddresses/a' });
  expect(facts(nic({ public_ip_address_id: null }))).toEqual([]);
  expect(facts(open, created('azurerm_subnet_network_security_group_association.a', {}))).toEqual([]);
});
