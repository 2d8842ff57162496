import type { ValueObject } from '@himeshima/terraform-json';
import { plain } from '../note/json-output';
import { createdLines } from './created-attributes';

const shown = (type: string, after: ValueObject, waitsFor: readonly string[] = []) =>
  createdLines({ type, name: 'main', action: 'create', before: {}, after, waitsFor }).map(({ text }) => plain(text));

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

test('shows lists of values, but omits blocks, empty values and long text', () =>
  expect(
    shown('google_compute_firewall', {
      source_ranges: ['10.0.0.0/8', '10.1.0.0/16'],
      port: [{ from: 1 }],
      role: '',
      member: null,
      memory: 'x'.repeat(100),
    }),
  ).toEqual(['source_ranges = 10.0.0.0/8, 10.1.0.0/16']));

test('shows the traffic that a firewall rule allows', () => {
  const allow = [
    { protocol: 'tcp', ports: ['22', '80-90'] },
    { protocol: 'icmp', ports: [] },
  ];
  expect(shown('google_compute_firewall', { allow, deny: [] })).toEqual(['allow = tcp:22, tcp:80-90, icmp']);
  const ports = Array.from({ length: 20 }, (_, index) => `${8000 + index}`);
  expect(shown('google_compute_firewall', { allow: [{ protocol: 'tcp', ports }] })).toEqual([
    'allow = tcp:8000, tcp:8001, tcp:8002, tcp:8003, tcp:8004, tcp:8005, 14 more',
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

test('lists only identifying attributes of a deleted resource', () => {
  const before = { member: 'user:jane@example.com', tier: 'free' };
  const [line] = createdLines({
    type: 'example_member',
    name: 'main',
    action: 'delete',
    before,
    after: {},
    waitsFor: [],
  });
  expect(line && plain(line.text)).toBe('member = user:jane@example.com');
});

test('names the resources that a new attachment refers to', () => {
  const references = ['aws_iam_role.deploy.name', 'aws_iam_policy.deploy.arn'];
  expect(shown('aws_iam_role_policy_attachment', {}, references)).toEqual([
    'refers to aws_iam_role.deploy.name and aws_iam_policy.deploy.arn',
  ]);
  expect(shown('aws_lambda_function', {}, references)).toEqual([]);
});

test('lists no attributes of an unknown type', () => expect(shown('okta_app', { label: 'x' })).toEqual([]));
