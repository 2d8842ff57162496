import { planOf } from '../plan/read-plan';
import { created, dangersOf, updated } from './dangers.fixture';
import { dangersIn } from './rules';

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
      'on ports 22, 1433, 3389 and 2 more',
    ],
    [
      'azurerm_network_security_rule.r',
      { access: 'Allow', direction: 'Inbound', source_address_prefix: 'Internet', destination_port_range: '*' },
      'on all ports',
    ],
    [
      'google_compute_firewall.f',
      { source_ranges: open, allow: [{ protocol: 'tcp', ports: ['22', '1-65535'] }] },
      'on all TCP ports',
    ],
    [
      'google_compute_firewall.f',
      {
        source_ranges: open,
        allow: [
          { protocol: 'udp', ports: [] },
          { protocol: 'tcp', ports: ['22'] },
        ],
      },
      'on all UDP ports and on port 22',
    ],
    [
      'aws_security_group.g',
      {
        ingress: ['tcp', 'udp'].map((protocol) => ({ cidr_blocks: open, protocol, from_port: 0, to_port: 65_535 })),
      },
      'on all TCP and UDP ports',
    ],
    [
      'oci_core_security_list.s',
      { ingress_security_rules: [{ source: '0.0.0.0/0', protocol: '17', tcp_options: [], udp_options: [] }] },
      'on all UDP ports',
    ],
    [
      'aws_security_group.g',
      { ingress: [{ cidr_blocks: open, protocol: 'icmp', from_port: -1, to_port: -1 }] },
      'for ICMP',
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

  describe('because a firewall rule of Google Cloud names no source', () => {
    const allow = [{ protocol: 'tcp', ports: ['22'] }];
    const address = 'google_compute_firewall.f';
    const rule = { allow, source_ranges: null, source_tags: [], direction: 'INGRESS', disabled: false };

    test('reports new and changed rules with their ports', () => {
      const danger = `exposure: ${address} will be open to the internet on port 22 (source_ranges is not set)`;
      expect(dangersOf(created(address, rule))).toEqual([danger]);
      expect(opening(address, rule, { ...rule, source_ranges: ['10.0.0.0/8'] })).toEqual([danger]);
    });

    test.each([
      ['with a source tag', { source_tags: ['web'] }],
      ['with a source network', { source_ranges: ['10.0.0.0/8'] }],
      ['for outgoing traffic', { direction: 'EGRESS' }],
      ['that is disabled', { disabled: true }],
      ['that denies traffic', { allow: [], deny: allow }],
    ])('ignores a rule %s', (_, more) => expect(opening(address, { ...rule, ...more })).toEqual([]));

    test('reports source ranges that are known only after apply if the configuration does not contain them', () => {
      const change = created(address, { allow }, { source_ranges: true });
      const reported = (expressions: object) => {
        const configuration = { root_module: { resources: [{ address, expressions }] } };
        const plan = planOf({ resource_changes: [change], configuration }, { stack: 'dev' });
        return dangersIn(plan).map(({ attribute }) => attribute);
      };
      expect(reported({})).toEqual(['source_ranges']);
      expect(reported({ source_ranges: { references: ['google_compute_address.a.address'] } })).toEqual([]);
      expect(dangersOf(change)).toEqual([]);
    });
  });

  test('ignores the source port of rules with an internal source', () => {
    const rule = { access: 'Allow', direction: 'Inbound', protocol: 'Tcp', source_port_range: '*' };
    const security_rule = [
      { ...rule, destination_port_range: '22', source_address_prefix: '10.0.0.0/8' },
      { ...rule, destination_port_range: '443', source_address_prefix: 'Internet' },
    ];
    expect(dangersOf(created('azurerm_network_security_group.g', { security_rule }))).toEqual([
      expect.stringContaining('open to the internet on port 443 ('),
    ]);
  });

  test('names no port for an unknown port', () =>
    expect(dangersOf(created('aws_security_group.g', { ingress: [{ cidr_blocks: open, protocol: 'tcp' }] }))).toEqual([
      expect.stringContaining('will be open to the internet (ingress.cidr_blocks'),
    ]));

  test.each([
    ['aws_security_group.g', { ingress: [{ cidr_blocks: open, protocol: 'icmp', from_port: 3, to_port: 4 }] }],
    [
      'aws_security_group_rule.g',
      { type: 'ingress', ipv6_cidr_blocks: ['::/0'], protocol: '58', from_port: 2, to_port: 0 },
    ],
    [
      'aws_network_acl_rule.a',
      { cidr_block: '0.0.0.0/0', protocol: '1', rule_action: 'allow', icmp_type: 3, icmp_code: 4 },
    ],
    [
      'oci_core_security_list.s',
      { ingress_security_rules: [{ source: '0.0.0.0/0', protocol: '1', icmp_options: [{ type: 3, code: 4 }] }] },
    ],
  ])('ignores path MTU discovery in %s with %j', (address, after) => expect(opening(address, after)).toEqual([]));

  test('reports a rule for an unknown port next to path MTU discovery', () => {
    const ingress = [
      { cidr_blocks: open, protocol: 'icmp', from_port: 3, to_port: 4 },
      { cidr_blocks: open, protocol: 'tcp' },
    ];
    expect(opening('aws_security_group.g', { ingress })).toEqual([
      expect.stringContaining('will be open to the internet ('),
    ]);
  });

  test('reports the resources that open the most first', () => {
    const rule = (name: string, protocol: string, port: number) =>
      updated(
        `aws_security_group.${name}`,
        {},
        { ingress: [{ cidr_blocks: open, protocol, from_port: port, to_port: port }] },
      );
    const rules = [
      rule('icmp', 'icmp', -1),
      rule('web', 'tcp', 443),
      rule('app', 'tcp', 8080),
      rule('ssh', 'tcp', 22),
      updated(
        'aws_security_group.udp',
        {},
        { ingress: [{ cidr_blocks: open, protocol: 'udp', from_port: 0, to_port: 65_535 }] },
      ),
      rule('all', '-1', 0),
    ];
    const names = dangersOf(...rules).map((danger) => /aws_security_group\.(\w+)/.exec(danger)?.[1]);
    expect(names).toEqual(['all', 'udp', 'ssh', 'app', 'web', 'icmp']);
  });
});
