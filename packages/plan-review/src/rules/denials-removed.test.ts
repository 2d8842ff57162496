import { reportedBy, updated } from './dangers.fixture';
import { denialsRemoved } from './denials-removed';

const reported = reportedBy(denialsRemoved);

const rule = (name: string, access: string, direction = 'Inbound') => ({ name, access, direction });
const group = (before: readonly object[], after: readonly object[]) =>
  updated('azurerm_network_security_group.g', { security_rule: before }, { security_rule: after });
const [ssh, rdp, web] = [rule('deny-ssh', 'Deny'), rule('deny-rdp', 'Deny'), rule('web', 'Allow')];

test('reports removed rules that denied traffic, and names some of many', () => {
  expect(reported(group([ssh, web], [web]))).toEqual([
    'azurerm_network_security_group.g no longer denies the traffic of deny-ssh: other rules may allow it',
  ]);
  expect(reported(group([ssh, rdp, rule('c', 'Deny'), rule('d', 'Deny')], []))).toEqual([
    expect.stringContaining('no longer denies the traffic of deny-ssh, deny-rdp and 2 more rules'),
  ]);
});

test('names first what kept the internet from the ports for remote access', () => {
  const denial = (name: string, port: string, source: string) => ({
    ...rule(name, 'Deny'),
    protocol: 'Tcp',
    destination_port_range: port,
    source_address_prefix: source,
  });
  const rules = [denial('a', '80', '10.0.0.0/8'), denial('b', '9200', 'Internet'), denial('c', '3389', 'Internet')];
  expect(reported(group(rules, []))).toEqual([
    expect.stringContaining('c (tcp 3389 from Internet), b (tcp 9200 from Internet) and 1 more rule: '),
  ]);
});

test('reports a rule that allows what it denied', () =>
  expect(reported(group([ssh], [rule('deny-ssh', 'Allow')]))).toHaveLength(1));

test('ignores removed rules that allowed traffic or denied outgoing traffic, and new rules', () => {
  expect(reported(group([web, rule('out', 'Deny', 'Outbound')], []))).toEqual([]);
  expect(reported(group([web], [web, ssh]))).toEqual([]);
});

test('reports removed denials of a network ACL', () => {
  const acl = (...numbers: readonly number[]) => ({
    ingress: numbers.map((number) => ({ rule_no: number, action: number < 100 ? 'deny' : 'allow' })),
  });
  expect(reported(updated('aws_network_acl.a', acl(50, 100), acl(100)))).toEqual([
    'aws_network_acl.a no longer denies the traffic of 50: other rules may allow it',
  ]);
});

test('ignores a renamed rule, and rules that are known only after apply', () => {
  const named = (name: string) => ({
    ...rule(name, 'Deny'),
    protocol: 'Tcp',
    destination_port_range: '22',
    source_address_prefix: '*',
  });
  expect(reported(group([named('a')], [named('b')]))).toEqual([]);
  const change = group([ssh], []);
  expect(reported({ ...change, change: { ...change.change, after_unknown: { security_rule: true } } })).toEqual([]);
});
