import { dangersOf, updated } from './dangers.fixture';

const group = (...ports: readonly number[]) => ({
  ingress: ports.map((port) => ({ protocol: 'tcp', from_port: port, to_port: port, cidr_blocks: ['0.0.0.0/0'] })),
});
const rule = (from_port: number, to_port = from_port) => ({
  ip_protocol: 'tcp',
  from_port,
  to_port,
  cidr_ipv4: '0.0.0.0/0',
});
const firewall = (...ports: readonly string[]) => ({
  source_ranges: ['0.0.0.0/0'],
  allow: [{ protocol: 'tcp', ports }],
});
const network = (destination_port_range: string) => ({
  access: 'Allow',
  direction: 'Inbound',
  protocol: 'Tcp',
  source_address_prefix: '*',
  destination_port_range,
});

test.each([
  ['aws_security_group.g', group(22), group(80), 'port 80'],
  ['aws_security_group.g', group(80, 443), group(443, 3389), 'port 3389'],
  ['aws_vpc_security_group_ingress_rule.r', rule(443), rule(5432), 'port 5432'],
  ['aws_vpc_security_group_ingress_rule.r', rule(443), rule(0, 65_535), 'all TCP ports'],
  ['google_compute_firewall.f', firewall('443'), firewall('22'), 'port 22'],
  ['azurerm_network_security_rule.r', network('443'), network('3389'), 'port 3389'],
])('reports that %s opens other ports: %j → %j', (address, before, after, ports) =>
  expect(dangersOf(updated(address, before, after))).toEqual([
    `exposure: ${address} will be open to the internet on ${ports} (other ports than before)`,
  ]),
);

test.each([
  ['aws_security_group.g', group(80, 443), group(443)],
  ['aws_security_group.g', group(80, 443), group(443, 80)],
  ['aws_vpc_security_group_ingress_rule.r', rule(0, 65_535), rule(443)],
  ['aws_vpc_security_group_ingress_rule.r', rule(8000, 9000), rule(8080, 8090)],
  ['google_compute_firewall.f', firewall('22', '443'), firewall('443')],
])('ignores that %s opens fewer ports: %j → %j', (address, before, after) =>
  expect(dangersOf(updated(address, before, after))).toEqual([]),
);
