import { created, dangersOf, deleted, replaced, reportedBy, updated } from '../dangers.fixture';
import { genericDangers } from './generic-dangers';

const reported = reportedBy(genericDangers);
const thing = 'example_thing.this';

test.each([
  'tlsSkipVerify',
  'insecure_skip_tls_verify',
  'ssl_skip_verify',
  'skip_tls_verify',
  'skipCertificateVerification',
])('reports that %s is turned on', (name) => {
  expect(reported(updated(thing, { [name]: false }, { [name]: true }))).toHaveLength(1);
  expect(reported(updated(thing, { [name]: true }, { [name]: false }))).toEqual([]);
});

test.each([
  ['aws_s3_bucket.b', { versioning: [{ enabled: false, mfa_delete: false }] }],
  ['aws_lb.l', { access_logs: [{ bucket: '', enabled: false, prefix: '' }] }],
  ['aws_ecr_repository.r', { encryption_configuration: [{ encryption_type: 'AES256', kms_key: '' }] }],
  ['aws_mq_broker.q', { logs: [{ audit: 'false', general: false }] }],
  ['aws_mq_broker.q', { encryption_options: [{ kms_key_id: '', use_aws_owned_key: true }] }],
  ['aws_fsx_windows_file_system.f', { audit_log_configuration: [{ file_access_audit_log_level: 'DISABLED' }] }],
  ['example_log.l', { log: [{ enabled: false, retention_policy: [{ days: 30, enabled: true }] }] }],
])('does not miss a removed block of %s that was off: %j', (address, before) => {
  const [name = ''] = Object.keys(before);
  expect(dangersOf(updated(address, before, { [name]: [] }))).toEqual([]);
});

test.each([
  ['aws_s3_bucket.b', { versioning: [{ enabled: true, mfa_delete: false }] }],
  ['aws_lb.l', { access_logs: [{ bucket: 'logs', enabled: true, prefix: '' }] }],
  ['example_repository.r', { encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'arn:aws:kms:::key/1' }] }],
  ['aws_mq_broker.q', { logs: [{ audit: 'true', general: false }] }],
])('reports a removed block of %s that was on: %j', (address, before) => {
  const [name = ''] = Object.keys(before);
  expect(dangersOf(updated(address, before, { [name]: [] })).length).toBeGreaterThan(0);
});

test.each([
  [{ action: 'audit' }, { action: 'deny' }],
  [{ action: 'deny' }, { action: 'block' }],
  [{ rules: [{ action: 'deny' }] }, { rules: [{ action: 'deny' }, { action: 'allow' }] }],
  [{ title: 'strict' }, { title: 'quarterly report' }],
])('reports no mode that stays strict: %j → %j', (before, after) => {
  expect(reported(updated(thing, before, after))).toEqual([]);
});

test('names the value of a deleted DNS record, unless it is long', () => {
  const record = (value: string) => deleted('aws_route53_record.www', { name: 'www.example.com', records: [value] });
  expect(dangersOf(record('192.0.2.1'))).toEqual([
    'outage: aws_route53_record.www (www.example.com, with the value 192.0.2.1) is deleted: the name stops resolving',
  ]);
  expect(dangersOf(record('k'.repeat(200)))).toEqual([
    'outage: aws_route53_record.www (www.example.com) is deleted: the name stops resolving',
  ]);
});

test('describes a setting of a new resource as a state, and of an existing resource as a change', () => {
  const open = { public_network_access_enabled: true };
  const name = 'public_network_access_enabled';
  expect(dangersOf(created('example_vault.v', open))).toEqual([
    `exposure: example_vault.v has ${name} turned on: the resource is reachable from the internet`,
  ]);
  expect(dangersOf(updated('example_vault.v', { [name]: false }, open))).toEqual([
    `exposure: example_vault.v turns on ${name}: the resource is reachable from the internet`,
  ]);
});

describe('generic rules', () => {
  test.each([
    ['an open network', { allowed: ['10.0.0.0/8'] }, { allowed: ['10.0.0.0/8', '0.0.0.0/0'] }, /open to the internet/],
    ['half of the internet', { ranges: ['10.0.0.0/8'] }, { ranges: ['128.0.0.0/1'] }, /open to the internet/],
    ['everyone as a member', { members: ['user:ada'] }, { members: ['user:ada', 'allUsers'] }, /access to everyone/],
    ['everyone as a principal', { principal: 'arn:aws:iam::1:root' }, { principal: '*' }, /access to everyone/],
    [
      'a block that admits everyone',
      { include: [{ email: ['a'] }] },
      { include: [{ everyone: true }] },
      /access to everyone/,
    ],
    ['an administrator role', { role: 'viewer' }, { role: 'admin' }, /grants admin/],
    ['all permissions', { permissions: ['read'] }, { permissions: ['read', '*'] }, /grants \*/],
    ['an older TLS version', { tls_policy: 'TLSv1.2_2021' }, { tls_policy: 'TLSv1_2016' }, /outdated TLS/],
    [
      'a mode that only reports',
      { mode: 'Enforce' },
      { mode: 'dry-run' },
      /is less strict \(mode: Enforce → dry-run\)/,
    ],
    ['a default that allows requests', { default_action: 'deny(403)' }, { default_action: 'allow' }, /is less strict/],
    ['a public setting', { is_public: false }, { is_public: true }, /turns on is_public/],
    [
      'disabled encryption',
      { encryption: [{ enabled: true }] },
      { encryption: [{ enabled: false }] },
      /turns off encryption\.enabled/,
    ],
    [
      'a disabled access block',
      { block_public_access: true },
      { block_public_access: false },
      /turns off block_public_access/,
    ],
    ['a skipped check', { skip_tls_verify: false }, { skip_tls_verify: true }, /turns on skip_tls_verify/],
    [
      'a disabled resource',
      { enabled: true },
      { enabled: false },
      /is turned off: the resource is no longer in effect \(enabled\)/,
    ],
    ['a paused resource', { is_paused: false }, { is_paused: true }, /turns on is_paused/],
    ['a removed firewall', { firewall_policy: 'strict' }, { firewall_policy: null }, /no longer has firewall_policy/],
    ['a halved number of replicas', { replicas: 6 }, { replicas: 3 }, /reduces replicas: 3 instead of 6/],
    ['a shorter retention', { retention_days: '30' }, { retention_days: '3' }, /reduces retention_days/],
  ])('reports %s, but not the opposite change', (_, before, after, expected) => {
    expect(reported(updated(thing, before, after))).toEqual([expect.stringMatching(expected)]);
    expect(reported(updated(thing, after, before))).toEqual([]);
  });

  test('reports no capacity of a table that scales on demand', () => {
    const table = (mode: string, units: number) => ({ billing_mode: mode, read_capacity: units });
    const dangers = (after: object) => reported(updated('aws_dynamodb_table.t', table('PROVISIONED', 10), after));
    expect(dangers(table('PAY_PER_REQUEST', 0))).toEqual([]);
    expect(dangers(table('PROVISIONED', 2))).toHaveLength(1);
  });

  test.each([
    ['to this machine', 'endpoint', 'http://localhost:8080/'],
    ['in a sentence', 'message', 'http://example.com is down'],
    ['of the documentation', 'documentation_url', 'http://example.com'],
    ['that only names a schema', 'schema', 'http://example.com/schema'],
  ])('does not report that an address %s loses its encryption', (_, name, plain) => {
    expect(reported(updated(thing, { [name]: 'https://example.com' }, { [name]: plain }))).toEqual([]);
    expect(reported(updated(thing, { backend: 'https://a.example' }, { backend: 'http://a.example' }))).toHaveLength(1);
  });

  test('reports no setting without effect on protection', () => {
    const values = (name: string, value: boolean) => ({ values: JSON.stringify({ [name]: { enabled: value } }) });
    for (const name of ['debug', 'tests'])
      expect(dangersOf(updated('helm_release.r', values(name, true), values(name, false)))).toEqual([]);
    expect(dangersOf(updated('helm_release.r', values('persistence', true), { values: '{}' }))).toEqual([]);
    expect(dangersOf(deleted('grafana_mute_timing.m', { name: 'nights' }))).toEqual([]);
    const cors = (origins: readonly string[]) => ({ cors: [{ deny_origins: origins }] });
    expect(dangersOf(updated(thing, cors(['a']), cors(['*'])))).toEqual([]);
  });

  test('reports no removed setting of an application, whose name is chosen freely', () => {
    const settings = (values: object) => ({ app_settings: values });
    const change = updated(thing, settings({ NOTIFICATION_SERVICE_URL: 'http://a.example' }), settings({}));
    expect(reported(change)).toEqual([]);
  });

  test('reports no removed protection that another attribute of the block replaces', () => {
    const certificate = (values: object) => ({ viewer_certificate: [values] });
    const change = (after: object) =>
      reported(updated(thing, certificate({ default_certificate: true, acm_certificate_arn: '' }), certificate(after)));
    expect(change({ default_certificate: null, acm_certificate_arn: 'arn:c' })).toEqual([]);
    expect(change({ default_certificate: null, acm_certificate_arn: '' })).toEqual([
      expect.stringContaining('no longer has viewer_certificate.default_certificate'),
    ]);
  });

  test.each([
    ['example_alarm.a', { enabled: true }, { enabled: false }, 'is turned off: problems may go unnoticed (enabled)'],
    ['oci_monitoring_alarm.a', { is_enabled: true }, { is_enabled: false }, 'is turned off: problems may go unnoticed'],
    ['example_dashboard.d', { is_disabled: false }, { is_disabled: true }, 'is turned off: problems may go unnoticed'],
    ['example_board.b', { disabled: false }, { disabled: true }, 'is turned off: problems may go unnoticed'],
    ['statuscake_uptime_check.u', { paused: false }, { paused: true }, 'turns on paused: problems may go unnoticed'],
    ['checkly_check.c', { muted: false }, { muted: true }, 'turns on muted: problems may go unnoticed'],
    ['newrelic_synthetics_monitor.m', { status: 'ENABLED' }, { status: 'DISABLED' }, 'is turned off: problems may go'],
    ['aws_synthetics_canary.c', { start_canary: true }, { start_canary: false }, 'is turned off: problems may go'],
    [
      'signalfx_detector.d',
      { rule: [{ disabled: false }] },
      { rule: [{ disabled: true }] },
      'turns on rule.disabled: problems may go unnoticed',
    ],
    [
      'newrelic_alert_muting_rule.m',
      { enabled: false },
      { enabled: true },
      'is turned on: alerts or events are suppressed',
    ],
    [
      'github_repository_vulnerability_alerts.v',
      { enabled: true },
      { enabled: false },
      'is turned off: problems may go unnoticed',
    ],
    [
      'gitlab_project.p',
      { has_vulnerability_alerts: true },
      { has_vulnerability_alerts: false },
      'turns off has_vulnerability_alerts: problems may go unnoticed',
    ],
  ])('reports %s as weaker alerting if %j becomes %j, but not the opposite change', (address, before, after, what) => {
    expect(dangersOf(updated(address, before, after))).toEqual([
      expect.stringContaining(`weaker alerting: ${address} ${what}`),
    ]);
    expect(dangersOf(updated(address, after, before))).toEqual([]);
  });

  test('reports a feature that the word "disabled" turns off, only for types without rules', () => {
    const features = (boards: string) => ({ features: { boards } });
    expect(reported(updated('azuredevops_project.p', features('enabled'), features('disabled')))).toEqual([
      'azuredevops_project.p turns off features.boards: its users can no longer use the feature',
    ]);
    expect(reported(updated('azuredevops_project.p', features('disabled'), features('enabled')))).toEqual([]);
    expect(reported(updated('aws_s3_bucket.b', features('enabled'), features('disabled')))).toEqual([]);
  });

  test.each([
    ['egress', { egress: [{ cidr_blocks: ['0.0.0.0/0'] }] }],
    ['a route', { route_cidr: '0.0.0.0/0' }],
    ['a rule that denies traffic', { action: 'deny', source_ranges: ['0.0.0.0/0'] }],
    ['a block that denies traffic', { security_rule: [{ access: 'Deny', source_address_prefix: '0.0.0.0/0' }] }],
    ['a firewall rule with a deny block', { deny: [{ protocol: 'all' }], source_ranges: ['0.0.0.0/0'] }],
    ['the ports of a firewall rule', { security_rule: [{ access: 'Allow', source_port_range: '0.0.0.0/0' }] }],
    ['the description', { description: 'allUsers, *, 0.0.0.0/0 and admin' }],
    ['a tag', { tags: { role: 'admin', public: 'true' } }],
    ['an environment variable', { environment: [{ variables: { TLS_ENABLED: 'false' } }] }],
    ['a merge setting', { allow_merge_commit: true }],
    ['a setting that prohibits public addresses', { prohibit_public_ip_on_vnic: true }],
    ['the exchange of routes', { export_subnet_routes_with_public_ip: true }],
  ])('ignores %s', (_, after) => {
    const before = JSON.parse(JSON.stringify(after).replaceAll('true', 'false').replaceAll('0.0.0.0/0', '10.0.0.0/8'));
    expect(reported(updated(thing, before, after))).toEqual([]);
  });

  test.each(['example_firewall_egress_rule', 'example_outbound_rule', 'example_route'])(
    'ignores the destinations of a new %s',
    (type) => expect(reported(created(`${type}.this`, { cidr_ipv4: '0.0.0.0/0', cidr: '::/0' }))).toEqual([]),
  );

  test('ignores reordered blocks', () => {
    const [open, closed] = [{ privileged: true }, { privileged: false }];
    expect(reported(updated(thing, { container: [open, closed] }, { container: [closed, open] }))).toEqual([]);
  });

  test('reports exposure and broad rights of new resources, but no other settings', () => {
    expect(reported(created(thing, { cidr: '0.0.0.0/0', role: 'roles/owner', encrypted: false, replicas: 0 }))).toEqual(
      [
        expect.stringMatching(/open to the internet \(cidr: 0\.0\.0\.0\/0\)/),
        expect.stringMatching(/grants roles\/owner \(role\)/),
      ],
    );
  });

  test('does not report a value known only after apply as removed', () =>
    expect(reported(updated(thing, { kms_key: 'a' }, {}, { kms_key: true }))).toEqual([]));

  test.each([
    ['example_dns_record', /names stop resolving/],
    ['example_database', /content is lost/],
    ['example_subnet', /connections fail/],
    ['example_iam_role', /lose the granted rights/],
    ['example_alert_policy', /go unnoticed/],
    ['example_kubernetes_cluster', /workloads stop/],
  ])('reports the deletion and the replacement of %s', (type, expected) => {
    expect(reported(deleted(`${type}.this`))).toEqual([expect.stringMatching(expected)]);
    expect(reported(replaced(`${type}.this`, { name: 'a' }, { name: 'b' }))).toEqual([expect.stringMatching(expected)]);
  });

  test.each(['example_database', 'azurerm_storage_container', 'cloudflare_queue'])(
    'reports the deletion and the replacement of %s as data loss',
    (type) => {
      expect(dangersOf(deleted(`${type}.this`))).toEqual([expect.stringMatching(/^data loss: .* is deleted: .* lost/)]);
      expect(dangersOf(replaced(`${type}.this`, { a: 1 }, { a: 2 }))).toContainEqual(
        expect.stringMatching(/^data loss: .* is replaced: .* lost/),
      );
    },
  );

  test('skips attributes that a more specific rule reports', () =>
    expect(dangersOf(updated('aws_kinesis_stream.s', { shard_count: 4 }, { shard_count: 1 }))).toHaveLength(1));
});

test('does not take the sources of a firewall rule for the security groups of a resource', () => {
  const group = (rule: object) => ({ ingress: [{ protocol: 'tcp', from_port: 80, to_port: 80, ...rule }] });
  const [old, now] = [group({ security_groups: ['sg-0a1b2c3d'] }), group({ cidr_blocks: ['10.0.0.0/8'] })];
  expect(reported(updated('aws_security_group.web', old, now))).toEqual([]);
});

test('reports an address that changes from https to http, but no new address', () => {
  const [encrypted, plain] = [{ target: 'https://example.com/a' }, { target: 'http://example.com/a' }];
  expect(reported(updated(thing, encrypted, plain))).toEqual([
    'example_thing.this connects without TLS (target: http://example.com/a)',
  ]);
  expect(reported(updated(thing, plain, encrypted))).toEqual([]);
  expect(reported(created(thing, plain))).toEqual([]);
});

test('reports CORS rules of any type that newly accept every website', () => {
  const rules = (...origins: readonly string[]) => ({ rules: [{ allowed: { origins } }] });
  const cors = 'cloudflare_r2_bucket_cors.c';
  expect(reported(updated(cors, rules('https://example.com'), rules('*')))).toEqual([
    'cloudflare_r2_bucket_cors.c accepts requests from scripts on any website (rules.allowed.origins)',
  ]);
  expect(reported(updated(cors, rules('*'), rules('https://example.com')))).toEqual([]);
});

test('reports a disabled component of a Helm chart', () => {
  const values = (enabled: boolean) => ({ values: [`alertmanager:\n  enabled: ${enabled}\n`] });
  const release = 'helm_release.prometheus';
  expect(reported(updated(release, values(true), values(false)))).toEqual([
    'helm_release.prometheus turns off values.alertmanager.enabled: the component or feature is no longer available',
  ]);
  expect(reported(updated(release, values(false), values(true)))).toEqual([]);
});

test('compares amounts of CPU and memory in the notation of Kubernetes', () => {
  const limits = (cpu: string, memory: string) => ({ limits: [{ cpu, memory }] });
  expect(reported(updated(thing, limits('1000m', '1Gi'), limits('1', '1024Mi')))).toEqual([]);
  expect(reported(updated(thing, limits('2', '2Gi'), limits('500m', '512Mi')))).toEqual([
    'example_thing.this reduces limits.cpu: 500m instead of 2: the resource handles less load, and a failure has more effect',
    'example_thing.this reduces limits.memory: 512Mi instead of 2Gi: the resource handles less load, and a failure has more effect',
  ]);
});
