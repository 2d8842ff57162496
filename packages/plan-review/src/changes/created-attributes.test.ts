import type { ValueObject } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { processorMilliseconds } from '../processor-time.fixture';
import { areAlike, createdLines, describeInstances } from './created-attributes';

const created = {
  address: 'example_thing.main',
  name: 'main',
  action: 'create',
  before: {},
  declared: undefined,
  unknown: {},
  waitsFor: [],
} as const;

const shown = (
  type: string,
  after: ValueObject,
  { declared, waitsFor = [] }: { declared?: ValueObject; waitsFor?: readonly string[] } = {},
) => createdLines({ ...created, type, after, declared, waitsFor }).map(({ text }) => plain(text));

test('lists attributes that a rule judges, and attributes that describe the kind and size of the resource', () =>
  expect(
    shown('aws_db_instance', {
      identifier: 'shop',
      engine: 'postgres',
      instance_class: 'db.t4g.micro',
      publicly_accessible: false,
      tags: { team: 'shop' },
    }),
  ).toEqual(['engine = postgres, instance_class = db.t4g.micro and publicly_accessible = false']));

test('lists missing encryption and protection against data loss before other attributes', () =>
  expect(
    shown('aws_rds_cluster', {
      engine: 'aurora-mysql',
      deletion_protection: false,
      skip_final_snapshot: true,
      storage_encrypted: false,
    }),
  ).toEqual([
    'deletion_protection = false, skip_final_snapshot = true, storage_encrypted = false and engine = aurora-mysql',
  ]));

test('omits encryption and protection that are turned on, and a protection that log groups rarely have', () => {
  expect(shown('aws_cloudwatch_log_group', { skip_destroy: false, retention_in_days: 7 })).toEqual([
    'retention_in_days = 7',
  ]);
  expect(
    shown('aws_docdb_cluster', { deletion_protection: true, skip_final_snapshot: false, engine: 'docdb' }),
  ).toEqual(['engine = docdb']);
});

test('shows lists of values, but omits empty values and blocks without informative names', () =>
  expect(
    shown('google_compute_firewall', {
      source_ranges: ['10.0.0.0/8', '10.1.0.0/16'],
      notes: [{ by: 1 }],
      role: '',
      member: null,
    }),
  ).toEqual(['source_ranges = 10.0.0.0/8, 10.1.0.0/16']));

test('shortens long values, and counts the lines of scripts', () =>
  expect(
    shown('google_compute_instance', {
      metadata: { 'startup-script': '#!/bin/sh\napt-get update\n' },
      filter: 'severity >= '.repeat(10),
      source: `H4sI${'A'.repeat(200)}`,
    }),
  ).toEqual([
    `filter = ${'severity >= '.repeat(5)}…, source = 204 characters and metadata.startup-script = #!/bin/sh (2 lines)`,
  ]));

test('shows the images, ports and sizes in blocks and JSON documents', () => {
  const container = [
    { name: 'api', image: 'example/api:7', port: [{ container_port: 8080 }] },
    { name: 'cache', image: 'redis:8', port: [] },
  ];
  const spec = [{ replicas: '2', template: [{ metadata: [{ labels: { app: 'shop' } }], spec: [{ container }] }] }];
  expect(shown('kubernetes_deployment', { spec })).toEqual([
    'spec.replicas = 2, spec…name = api, cache, spec…image = example/api:7, redis:8 and spec…container_port = 8080',
  ]);
  const container_definitions = JSON.stringify([{ image: 'example/api:7', essential: true }]);
  expect(shown('aws_ecs_task_definition', { container_definitions })).toEqual([
    'container_definitions.image = example/api:7',
  ]);
});

test('shows what a policy allows', () => {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:x' }] };
  const trust = {
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'a.amazonaws.com' } }],
  };
  expect(shown('aws_iam_role', { policy: JSON.stringify(policy), assume_role_policy: JSON.stringify(trust) })).toEqual([
    'assume_role_policy = allow sts:AssumeRole for a.amazonaws.com and policy = allow s3:GetObject on arn:x',
  ]);
});

test('names references with the module of the resource', () => {
  const of = (address: string) => ({ ...created, address, type: 'aws_eip', after: {}, waitsFor: ['aws_vpc.a.id'] });
  const text = (...lines: ReturnType<typeof createdLines>) => lines.map((line) => plain(line.text));
  expect(text(...createdLines(of('module.net["a"].aws_eip.b')))).toEqual(['refers to module.net["a"].aws_vpc.a']);
  const both = describeInstances(of('module.net["a"].aws_eip.b'), of('module.net["b"].aws_eip.b'));
  expect(text(...both.lines)).toEqual(['refers to module.net.aws_vpc.a']);
});

test('omits the values of named variables, which may be secrets', () =>
  expect(shown('example_task', { image: 'redis', variable: [{ name: 'mode', value: 'x1' }] })).toEqual([
    'image = redis and variable.name = mode',
  ]));

test('shows the values of a Helm chart with their names, but no secrets', () => {
  const set = (name: string, value: string) => ({ chart: 'redis', set: [{ name, value }] });
  expect(shown('helm_release', set('service.type', 'LoadBalancer'))).toEqual(['set = service.type=LoadBalancer']);
  expect(shown('helm_release', set('auth.unsealKey', 'k1'))).toEqual(['set = auth.unsealKey']);
});

test('shortens text without splitting a character', () =>
  expect(shown('example_task', { image: `${'a'.repeat(59)}😀tail` })).toEqual([`image = ${'a'.repeat(59)}…`]));

test('omits defaults if the configuration is known, except those that turn off protection', () =>
  expect(
    shown(
      'aws_rds_cluster',
      { engine: 'aurora-mysql', deletion_protection: false, engine_mode: 'provisioned', port: 3306 },
      { declared: { engine: 'aurora-mysql' } },
    ),
  ).toEqual(['deletion_protection = false and engine = aurora-mysql']));

test('shows dynamic blocks, which are missing from the configuration', () => {
  const declared = { name: 'bastion' };
  expect(shown('example_group', { setting: [{ size: 3, note: 'x' }], revoke: true }, { declared })).toEqual([
    'name = bastion and setting.size = 3',
  ]);
  expect(shown('example_group', { setting: [{ note: 'x' }] }, { declared })).toEqual(['name = bastion']);
  const ingress = [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'] }];
  expect(shown('aws_security_group', { ingress }, { declared })).toEqual([
    'name = bastion and ingress = tcp 22 from 10.0.0.0/8',
  ]);
});

test('shows up to three other declared attributes of a resource without informative attributes, but no remarks', () => {
  const declared = { label: 'x', color: 'red', tags: { team: 'shop' }, description: 'the app', depth: 3, width: 4 };
  expect(shown('okta_app', declared, { declared })).toEqual(['label = x, color = red and depth = 3']);
});

test('shows the place of a resource only if nothing else is declared', () => {
  const declared = { location: 'eastus' };
  expect(shown('azurerm_resource_group', declared, { declared })).toEqual(['location = eastus']);
  const withSize = { ...declared, sku: 'Standard' };
  expect(shown('azurerm_public_ip', withSize, { declared: withSize })).toEqual(['sku = Standard']);
});

test('describes instances separately if some of them have other attributes or firewall rules', () => {
  const instance = (after: ValueObject, unknown: ValueObject = {}) => ({
    ...created,
    type: 'aws_instance',
    after,
    unknown,
  });
  const [small, large, script] = [{ size: 's' }, { size: 'l' }, { size: 's', script: 'x' }].map((one) => instance(one));
  const later = instance({ size: 's' }, { script: true });
  const port = (from_port: number) =>
    instance({ rule: [{ protocol: 'tcp', from_port, to_port: from_port, self: true }] });
  if (small === undefined || large === undefined || script === undefined) throw new Error('unreachable');
  expect(areAlike([small, large])).toBe(true);
  expect(areAlike([small, script])).toBe(false);
  expect(areAlike([small, later])).toBe(false);
  expect(areAlike([port(22), port(22)])).toBe(true);
  expect(areAlike([port(22), port(80)])).toBe(false);
  const declared = { name: 'a' };
  expect(
    areAlike([
      { ...port(22), declared },
      { ...port(80), declared },
    ]),
  ).toBe(false);
});

test('shortens a list of 100,000 values in less than a second', () => {
  const after = { ports: Array.from({ length: 100_000 }, (_, at) => at) };
  const time = processorMilliseconds(() => expect(shown('example_group', after)[0]).toMatch(/^ports = 0, 1, .* more$/));
  expect(time).toBeLessThan(1_000);
});

test('separates the values of each instance of a declaration from the values of all', () => {
  const instance = (cidr: string) => {
    const declared = { cidr_block: cidr, size: 'small' };
    return { ...created, type: 'aws_subnet', after: declared, declared };
  };
  const { lines, ownValues } = describeInstances(instance('10.0.1.0/24'), instance('10.0.2.0/24'));
  expect(lines.map(({ text }) => plain(text))).toEqual(['size = small']);
  expect(ownValues.map(plain)).toEqual(['10.0.1.0/24', '10.0.2.0/24']);
});

test('shows the traffic that a firewall rule allows', () => {
  const allow = [
    { protocol: 'tcp', ports: ['22', '80-90'] },
    { protocol: 'icmp', ports: [] },
  ];
  expect(shown('google_compute_firewall', { allow, deny: [] })).toEqual(['allow = tcp:22, tcp:80-90, icmp']);
  const ports = Array.from({ length: 30 }, (_, index) => `${8000 + index}`);
  expect(shown('google_compute_firewall', { allow: [{ protocol: 'tcp', ports }] })).toEqual([
    `allow = ${ports
      .slice(0, 20)
      .map((port) => `tcp:${port}`)
      .join(', ')}, 10 more`,
  ]);
});

test('shows the ports of each firewall rule next to its sources', () => {
  const from = (port: number, protocol: string, ...cidr_blocks: string[]) => ({
    from_port: port,
    to_port: port,
    protocol,
    cidr_blocks,
    ipv6_cidr_blocks: [],
  });
  const numbered = {
    ...from(53, '17', '10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16', '0.0.0.0/0'),
    prefix_list_ids: ['pl-1'],
  };
  expect(shown('aws_security_group', { ingress: [numbered] })).toEqual([
    'ingress = udp 53 from 0.0.0.0/0 and 10.0.0.0/8 and 3 more',
  ]);
  expect(shown('aws_security_group', { ingress: [from(7, 'constructor', '10.0.0.0/8')] })).toEqual([
    'ingress = constructor from 10.0.0.0/8',
  ]);
  const acl = { action: 'deny', from_port: 0, to_port: 0, protocol: '-1', cidr_block: '10.0.0.0/8' };
  expect(shown('aws_network_acl', { ingress: [acl] })).toEqual(['ingress = deny everything from 10.0.0.0/8']);
  // without a known source, the rule would look unrestricted
  expect(shown('aws_security_group', { ingress: [from(22, 'tcp')] })).toEqual([
    'ingress.from_port = 22, ingress.to_port = 22 and ingress.protocol = tcp',
  ]);
  const ping = { from_port: 8, to_port: 0, protocol: 'icmp', cidr_blocks: ['10.0.0.0/8'] };
  expect(shown('aws_security_group', { ingress: [ping] })).toEqual(['ingress = icmp from 10.0.0.0/8']);
  const everywhere = { from_port: 0, to_port: 0, protocol: '-1', cidr_blocks: ['0.0.0.0/0'], self: true };
  const ingress = [from(22, 'tcp', '203.0.113.7/32'), from(53, 'udp', '10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16')];
  expect(shown('aws_security_group', { ingress })).toEqual([
    'ingress = tcp 22 from 203.0.113.7/32, udp 53 from 10.0.0.0/8 and 10.1.0.0/16 and 1 more',
  ]);
  expect(shown('aws_security_group', { ingress: [everywhere] })).toEqual([
    'ingress = everything from 0.0.0.0/0 and the group itself',
  ]);
  const rule = { access: 'Deny', direction: 'Inbound', protocol: 'Tcp', destination_port_range: '*' };
  const security_rule = [
    { ...rule, source_address_prefix: 'Internet' },
    { ...rule, direction: 'Outbound', destination_address_prefix: '10.0.0.0/8', destination_port_range: '443' },
  ];
  expect(shown('azurerm_network_security_group', { security_rule })).toEqual([
    'security_rule = deny tcp on all ports from Internet, deny tcp 443 to 10.0.0.0/8',
  ]);
});

test('shows the number of omitted attributes', () =>
  expect(
    shown('okta_app', Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`port_${index}`, index]))),
  ).toEqual(['port_0 = 0, port_1 = 1, port_2 = 2, port_3 = 3, port_4 = 4, port_5 = 5 and 2 more']));

test('lists identifying attributes first, without values that repeat the name of the resource or each other', () =>
  expect(
    shown('azuread_user', {
      tier: 'free',
      display_name: 'Main',
      user_principal_name: 'main@example.com',
      mail: 'main@example.com',
      group_object_id: 'group-100',
    }),
  ).toEqual(['user_principal_name = main@example.com, group_object_id = group-100 and tier = free']));

test('lists accelerators and service accounts of a machine first', () =>
  expect(
    shown('google_compute_instance', {
      machine_type: 'n1-standard-4',
      guest_accelerator: [{ type: 'nvidia-tesla-t4', count: 2 }],
      service_account: [{ email: 'train@shop.iam.gserviceaccount.com' }],
    }),
  ).toEqual([
    'guest_accelerator.type = nvidia-tesla-t4, guest_accelerator.count = 2, service_account.email = train@shop.iam.gserviceaccount.com and machine_type = n1-standard-4',
  ]));

test('lists only identifying attributes of a deleted resource', () => {
  const before = { member: 'user:jane@example.com', tier: 'free' };
  const [line] = createdLines({ ...created, type: 'example_member', action: 'delete', before, after: {} });
  expect(line && plain(line.text)).toBe('member = user:jane@example.com');
});

test('names the resources to which a new resource refers, first those that decide what it may do and who reaches it', () => {
  const references = ['aws_iam_role.deploy.name', 'aws_iam_policy.deploy["a"].arn'];
  expect(shown('aws_iam_role_policy_attachment', {}, { waitsFor: references })).toEqual([
    'refers to aws_iam_role.deploy and aws_iam_policy.deploy["a"]',
  ]);
  const waitsFor = [
    'aws_key_pair.a.id',
    'module.vpc.vpc_id',
    'data.aws_ami.b.id',
    'aws_subnet.c[0].id',
    'aws_eip.d.id',
  ];
  expect(shown('aws_instance', { instance_type: 't3.micro' }, { waitsFor })).toEqual([
    'instance_type = t3.micro; refers to aws_subnet.c[0], aws_key_pair.a, module.vpc.vpc_id and 2 more',
  ]);
});

test('lists other attributes if there are no informative ones', () => {
  expect(shown('okta_app', { label: 'x' })).toEqual(['label = x']);
  expect(shown('okta_app', { label: 'x', members: ['a'] })).toEqual(['members = a']);
});

test('describes a resource that is a rule of a firewall by the traffic that it allows', () => {
  const azure = {
    ...{
      access: 'Allow',
      direction: 'Inbound',
      protocol: '*',
      source_port_range: '*',
      destination_address_prefix: '*',
    },
    ...{ source_address_prefix: '122.161.50.132/32', destination_port_ranges: ['443', '80'], priority: 100 },
  };
  expect(shown('azurerm_network_security_rule', azure)).toEqual(['ingress = ports 443/80 from 122.161.50.132/32']);
  const aws = { type: 'egress', protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: ['0.0.0.0/0'] };
  expect(shown('aws_security_group_rule', aws)).toEqual(['egress = everything to 0.0.0.0/0']);
  const inside = { type: 'ingress', protocol: 'tcp', from_port: 5432, to_port: 5432 };
  expect(shown('aws_security_group_rule', inside, { waitsFor: ['aws_security_group.web.id'] })).toEqual([
    'ingress = tcp 5432; refers to aws_security_group.web',
  ]);
  const google = { allow: [{ protocol: 'tcp', ports: ['22'] }], source_ranges: ['0.0.0.0/0'], direction: 'INGRESS' };
  expect(shown('google_compute_firewall', google)).toEqual(['ingress = tcp:22 from 0.0.0.0/0']);
  const denied = {
    rule_action: 'deny',
    egress: false,
    protocol: 'udp',
    from_port: 53,
    to_port: 53,
    cidr_block: '::/0',
  };
  expect(shown('aws_network_acl_rule', denied)).toEqual(['ingress = deny udp 53 from ::/0']);
});
