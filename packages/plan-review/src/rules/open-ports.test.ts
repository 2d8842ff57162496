import { created, dangersOf, updated } from './dangers.fixture';

const open = ['0.0.0.0/0'];
const opening = (address: string, after: object, before: object = {}) =>
  dangersOf(updated(address, before, after)).filter((danger) => danger.includes('open to the internet'));

describe('a danger about a resource that will be open to the internet', () => {
  test.each([
    [
      'aws_security_group.g',
      { ingress: [{ cidr_blocks: open, protocol: 'tcp', from_port: 22, to_port: 22 }] },
      'on port 22',
    ],
    [
      'aws_security_group.g',
      {
        ingress: [
          { cidr_blocks: open, protocol: 'tcp', from_port: 80, to_port: 80 },
          { cidr_blocks: open, protocol: 'tcp', from_port: 8000, to_port: 8010 },
          { cidr_blocks: ['10.0.0.0/8'], protocol: 'tcp', from_port: 22, to_port: 22 },
        ],
        egress: [{ cidr_blocks: open, protocol: '-1', from_port: 0, to_port: 0 }],
      },
      'on ports 80 and 8000-8010',
    ],
    [
      'aws_security_group.g',
      { ingress: [{ cidr_blocks: open, protocol: '-1', from_port: 0, to_port: 0 }] },
      'on all ports',
    ],
    [
      'azurerm_network_security_rule.r',
      {
        access: 'Allow',
        direction: 'Inbound',
        source_address_prefix: '*',
        destination_port_ranges: ['22', '3389', '80', '443', '1433'],
      },
      'on ports 22, 3389, 80 and 2 more',
    ],
    [
      'azurerm_network_security_rule.r',
      { access: 'Allow', direction: 'Inbound', source_address_prefix: 'Internet', destination_port_range: '*' },
      'on all ports',
    ],
    [
      'google_compute_firewall.f',
      { source_ranges: open, allow: [{ protocol: 'tcp', ports: ['22', '1-65535'] }] },
      'on all ports',
    ],
    ['hcloud_firewall.f', { rule: [{ source_ips: open, port: '22' }] }, 'on port 22'],
    [
      'oci_core_network_security_group_security_rule.r',
      {
        direction: 'INGRESS',
        source: '0.0.0.0/0',
        protocol: '6',
        tcp_options: [{ destination_port_range: [{ min: 22, max: 22 }] }],
      },
      'on port 22',
    ],
    ['digitalocean_firewall.f', { inbound_rule: [{ source_addresses: open, port_range: '20-25' }] }, 'on ports 20-25'],
    [
      'openstack_networking_secgroup_rule_v2.r',
      { remote_ip_prefix: '0.0.0.0/0', port_range_min: 443, port_range_max: 443 },
      'on port 443',
    ],
  ])('names the ports of %s with %j', (address, after, ports) =>
    expect(opening(address, after)).toEqual([expect.stringContaining(`open to the internet ${ports} (`)]),
  );

  test('names only the ports that were closed before', () => {
    const ingress = (...ports: readonly number[]) => ({
      ingress: ports.map((port) => ({ cidr_blocks: open, protocol: 'tcp', from_port: port, to_port: port })),
    });
    expect(opening('aws_security_group.g', ingress(443, 22), ingress(443))).toEqual([
      expect.stringContaining('open to the internet on port 22 ('),
    ]);
  });

  test.each([
    ['ICMP', { cidr_blocks: open, protocol: 'icmp', from_port: -1, to_port: -1 }],
    ['an unknown port', { cidr_blocks: open, protocol: 'tcp' }],
  ])('names no port for %s', (_, rule) =>
    expect(dangersOf(created('aws_security_group.g', { ingress: [rule] }))).toEqual([
      expect.stringContaining('will be open to the internet (ingress.cidr_blocks'),
    ]),
  );
});
