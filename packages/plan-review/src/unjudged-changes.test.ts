import { plain } from './note/json-output';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, deleted, replaced, updated } from './rules/dangers.fixture';
import { describeRemovals, describeUnjudged } from './unjudged-changes';

const review = (...changes: readonly object[]) => reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' }));
const summary = (...changes: readonly object[]) => {
  const { verdict, unjudged } = review(...changes);
  return [verdict, ...describeUnjudged(unjudged).map(plain)];
};

describe('unjudged changes', () => {
  test('includes every change of a resource type without rules', () =>
    expect(
      summary(created('okta_app.a', {}), created('okta_app.b', {}), updated('okta_x.c', { a: 1 }, { a: 2 })),
    ).toEqual(['unjudged', '3 resources of types without rules (okta_app, okta_x)']));

  test('includes deletions and replacements without a danger', () =>
    expect(
      summary(
        ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => deleted(`aws_cloudwatch_query_definition.${name}`)),
        replaced('aws_key_pair.k', { a: 1 }, { a: 2 }),
      ),
    ).toEqual(['unjudged', '6 deletions', '1 replacement']));

  test.each([
    ['datadog_user.u', { roles: ['4d6f2a1e-0c3b-11ef-9a0c-da7ad0900002'] }, 'unjudged', 'datadog_user.u.roles'],
    [
      'datadog_authn_mapping.m',
      { role: '4d6f2a1e-0c3b-11ef-9a0c-da7ad0900002' },
      'unjudged',
      'datadog_authn_mapping.m.role',
    ],
    [
      'cloudflare_account_member.a',
      { roles: ['3536bcfad5faccb999b47003c79917f1'] },
      'unjudged',
      'cloudflare_account_member.a.roles',
    ],
    ['datadog_user.u', { roles: [] }, 'harmless', undefined],
    ['pagerduty_team_membership.t', { role: 'responder' }, 'harmless', undefined],
  ])('includes roles of a new resource that only an id names: %s %j', (address, values, verdict, name) =>
    expect(summary(created(address, values))).toEqual([
      verdict,
      ...(name === undefined ? [] : [`1 change of important attributes (${name})`]),
    ]),
  );

  test.each([
    ['aws_ecs_service.s', { desired_count: 3 }, { desired_count: 2 }, 'unjudged'],
    ['aws_lambda_function.f', { memory_size: 512 }, { memory_size: 384 }, 'unjudged'],
    ['kubernetes_deployment_v1.d', { spec: [{ replicas: '3' }] }, { spec: [{ replicas: '2' }] }, 'unjudged'],
    ['aws_ecs_service.s', { desired_count: 2 }, { desired_count: 3 }, 'harmless'],
    ['aws_ecs_service.s', { desired_count: 4 }, { desired_count: 1 }, 'danger'],
  ])('judges less capacity: %s %j → %j is %s', (address, before, after, verdict) =>
    expect(review(updated(address, before, after)).verdict).toBe(verdict),
  );

  test('does not include longer retention, or a rule that admits less than the whole internet', () => {
    const rule = (cidr_ipv4: string) => ({ ip_protocol: 'tcp', from_port: 22, to_port: 22, cidr_ipv4 });
    const firewall = (source_address_prefix: string) => ({ access: 'Allow', source_address_prefix });
    expect([
      review(updated('aws_db_instance.d', { backup_retention_period: 7 }, { backup_retention_period: 14 })).verdict,
      review(updated('aws_vpc_security_group_ingress_rule.r', rule('0.0.0.0/0'), rule('203.0.113.0/24'))).verdict,
      review(updated('azurerm_network_security_rule.r', firewall('*'), firewall('203.0.113.0/24'))).verdict,
      review(updated('aws_vpc_security_group_ingress_rule.r', rule('10.0.0.0/8'), rule('203.0.113.0/24'))).verdict,
    ]).toEqual(['harmless', 'harmless', 'harmless', 'unjudged']);
  });

  test('does not include settings that are switched on, or logs that are kept for ever', () => {
    const [bucket, log] = ['google_storage_bucket.b', 'aws_cloudwatch_log_group.l'];
    const access = (public_access_prevention: string) => ({ public_access_prevention });
    expect([
      review(updated(bucket, access('inherited'), access('enforced'))).verdict,
      review(updated(bucket, access('enforced'), access('inherited'))).verdict,
      review(updated(log, { retention_in_days: 90 }, { retention_in_days: 0 })).verdict,
    ]).toEqual(['harmless', 'danger', 'harmless']);
  });

  test('does not count a few deletions and replacements, which are described one by one', () =>
    expect(summary(deleted('aws_cloudwatch_query_definition.q'))).toEqual(['unjudged']));

  test('includes the deletion of an object that an earlier replacement left over', () =>
    expect(review({ ...deleted('aws_subnet.a'), deposed: '1a2b3c4d' }).unjudged.map(({ because }) => because)).toEqual([
      'deleted',
    ]));

  test('does not include the deletion of a workload that has no pods', () =>
    expect(summary(deleted('kubernetes_deployment.box', { spec: [{ replicas: '0' }] }))).toEqual(['harmless']));

  test.each([
    [
      'google_project_iam_binding.b',
      { members: ['user:a@example.com'] },
      { members: ['user:a@example.com', 'user:b@example.com'] },
      true,
    ],
    [
      'google_project_iam_binding.b',
      { members: ['user:a@example.com', 'user:b@example.com'] },
      { members: ['user:a@example.com'] },
      true,
    ],
    [
      'aws_security_group.g',
      { ingress: [{ cidr_blocks: ['10.0.0.0/8'] }] },
      { ingress: [{ cidr_blocks: ['203.0.113.7/32'] }] },
      true,
    ],
    ['helm_release.r', { chart: 'nginx' }, { chart: 'other' }, true],
    ['google_project_iam_member.m', { member: 'user:a@example.com' }, { member: 'user:b@example.com' }, true],
    ['google_project_iam_member.m', { member: 'allUsers' }, { member: 'user:b@example.com' }, false],
    ['google_compute_firewall.f', { source_ranges: ['10.0.0.0/8'] }, { source_ranges: ['34.0.0.0/8'] }, true],
    ['aws_launch_template.i', { instance_type: 'm5.xlarge' }, { instance_type: 't3.nano' }, true],
    ['azurerm_key_vault_access_policy.p', { key_permissions: ['Get'] }, { key_permissions: ['Purge'] }, true],
    ['azurerm_key_vault_access_policy.p', { key_permissions: ['Get', 'List'] }, { key_permissions: ['Get'] }, false],
    ['datadog_user.u', { roles: ['r-1'] }, { roles: ['r-2'] }, true],
    [
      'aws_rds_cluster.c',
      { enabled_cloudwatch_logs_exports: ['audit'] },
      { enabled_cloudwatch_logs_exports: ['error'] },
      true,
    ],
    [
      'kubernetes_config_map.c',
      { data: { mapRoles: '- rolearn: a\n  groups: [system:masters]\n' } },
      { data: { mapRoles: '- rolearn: b\n  groups: [system:masters]\n' } },
      true,
    ],
  ])(
    'includes a new network, role, chart or size of %s, and members who come or go (%j to %j)',
    (address, before, after, isUnjudged) =>
      expect(review(updated(address, before, after)).verdict).toBe(isUnjudged ? 'unjudged' : 'harmless'),
  );

  test('includes a new revision of a task whose definition is a secret, but no temporary file', () => {
    const replacement = (type: string, name: string) => ({
      ...{ address: `${type}.r`, type, name: 'r' },
      change: {
        actions: ['delete', 'create'],
        ...{ before: { [name]: 'one' }, after: { [name]: 'two' } },
        ...{ before_sensitive: { [name]: true }, after_sensitive: { [name]: true } },
      },
    });
    expect(review(replacement('aws_ecs_task_definition', 'container_definitions')).verdict).toBe('unjudged');
    expect(review(replacement('local_file', 'content')).verdict).toBe('harmless');
  });

  test('includes a secret that gets another value, whatever the name of its attribute', () => {
    const change = {
      ...updated('azurerm_key_vault_secret.s', { value: 'one' }, { value: 'two' }).change,
      before_sensitive: { value: true },
      after_sensitive: { value: true },
    };
    expect(summary({ ...updated('azurerm_key_vault_secret.s', {}, {}), change })).toEqual([
      'unjudged',
      '1 change of important attributes (azurerm_key_vault_secret.s.value)',
    ]);
  });

  test('does not include resources that exist only in the state', () =>
    expect(summary(deleted('random_uuid.u'), deleted('random_string.s'), deleted('modtm_telemetry.t'))).toEqual([
      'harmless',
    ]));

  test('does not include more memory or a longer timeout, which no rule reports', () =>
    expect(
      summary(
        updated('aws_lambda_function.a', { memory_size: 256, timeout: 3 }, { memory_size: 512, timeout: 9 }),
        updated('aws_appautoscaling_target.b', { max_capacity: 2 }, { max_capacity: 4 }),
      ),
    ).toEqual(['harmless']));

  test('includes a changed security-relevant attribute that no table lists', () =>
    expect(summary(updated('aws_db_instance.d', { ca_cert_identifier: 'a' }, { ca_cert_identifier: 'b' }))).toEqual([
      'unjudged',
      '1 change of important attributes (aws_db_instance.d.ca_cert_identifier)',
    ]));
});

test('does not judge values of a Helm release that are not YAML', () => {
  const release = (...values: readonly string[]) => ({ name: 'web', chart: 'web', values });
  const changed = (text: string) => updated('helm_release.web', release('a: 1'), release(text));
  expect(summary(changed('a: [1'))).toEqual(['unjudged', expect.stringContaining('helm_release.web.values')]);
  expect(summary(changed('a: 2'))).toEqual(['harmless']);
});

describe('harmless changes', () => {
  test.each([
    ['of tags', updated('aws_db_instance.d', { tags: { owner: 'a' } }, { tags: { owner: 'b' } })],
    ['of a description', updated('aws_security_group.g', { description: 'a' }, { description: 'public access' })],
    ['to a safer value', updated('aws_db_instance.d', { publicly_accessible: true }, { publicly_accessible: false })],
    ['of a size', updated('aws_db_instance.d', { allocated_storage: 100 }, { allocated_storage: 200 })],
    ['that creates a private bucket', created('aws_s3_bucket.b', { bucket: 'b' })],
    ['that replaces a deployment', replaced('aws_api_gateway_deployment.d', { triggers: 'a' }, { triggers: 'b' })],
  ])('shows a harmless change %s in green', (_, change) => expect(summary(change)).toEqual(['harmless']));
});

describe('unjudged deletions and replacements', () => {
  const removals = (...changes: readonly object[]) => describeRemovals(review(...changes).unjudged).map(plain);

  test('state the cause, that the object is destroyed, and that its data is unknown', () => {
    const because = { ...replaced('okta_thing.a', { kind: 'a' }, { kind: 'b' }) };
    expect(
      removals(
        { ...because, change: { ...because.change, replace_paths: [['kind']] } },
        replaced('okta_thing.b', { kind: 'a', size: 1, zone: 'a' }, { kind: 'b', size: 2, zone: 'b' }),
        replaced('okta_thing.e', { kind: 'a', tags: {} }, { kind: 'b', tags: { a: 'b' } }),
        deleted('okta_thing.c'),
        { ...deleted('okta_thing.d'), deposed: '1a2b3c4d' },
      ),
    ).toEqual([
      'okta_thing.a is replaced because kind changes: the old object is destroyed, and it is unknown whether it holds data',
      'okta_thing.b is replaced, and the plan does not say why: the old object is destroyed, and it is unknown whether it holds data',
      'okta_thing.e is replaced, probably because kind changes: the old object is destroyed, and it is unknown whether it holds data',
      'okta_thing.c is deleted: the object is destroyed, and it is unknown whether it holds data',
      'an old object of okta_thing.d is destroyed, and it is unknown whether it holds data',
    ]);
  });

  test('does not ask whether the settings of another resource hold data', () => {
    const controls = deleted('aws_s3_bucket_ownership_controls.c');
    expect(removals(controls, { ...deleted('okta_thing_rule.r'), deposed: '1a2b3c4d' })).toEqual([
      'aws_s3_bucket_ownership_controls.c is deleted: no rule judges the effect',
      'an old object of okta_thing_rule.r is destroyed: no rule judges the effect',
    ]);
  });

  test('are only counted after the fifth', () => {
    const many = (count: number) => removals(...Array.from({ length: count }, (_, at) => deleted(`okta_thing.a${at}`)));
    expect(many(5)).toHaveLength(5);
    expect(many(7).slice(5)).toEqual(['2 more objects are deleted or replaced']);
  });
});

test('does not list a dangerous change as unjudged', () =>
  expect(summary(deleted('example_database.d'))).toEqual(['critical']));

test('judges only the attribute of an accepted danger, and not the other attributes of the resource', () => {
  const before = { deletion_protection: true, parameter_group_name: 'a' };
  const change = (after: object) =>
    planOf({ resource_changes: [updated('aws_db_instance.d', before, after)] }, { stack: 'dev' });
  const acceptance = {
    rule: 'protection-removed',
    address: undefined,
    until: '2099-01-01',
    because: 'x',
    place: 'a:1',
  };
  const accepting = (after: object) =>
    reviewOf(change(after), { acceptedDangers: { acceptances: [acceptance], today: '2026-01-01' } });
  expect(accepting({ ...before, deletion_protection: false })).toMatchObject({ verdict: 'harmless', unjudged: [] });
  expect(accepting({ deletion_protection: false, parameter_group_name: 'b' })).toMatchObject({
    verdict: 'unjudged',
    unjudged: [{ attributes: ['parameter_group_name'] }],
  });
});

describe('what a danger does not judge', () => {
  test('is the loss of another object at its address, or of the object that it is about', () => {
    const password = (value: string) => ({ password: value });
    const deposed = { ...deleted('example_thing.a', password('Old1pass!')), deposed: '1a2b3c4d' };
    const both = review(updated('example_thing.a', password('Old1pass!'), password('New2pass!')), deposed);
    expect(both.dangers).toHaveLength(1);
    expect(both.unjudged.map(({ because }) => because)).toEqual(['deleted']);
    const protectedThing = (isOn: boolean) => ({ deletion_protection: isOn });
    expect(review(replaced('example_thing.a', protectedThing(true), protectedThing(false))).unjudged).toHaveLength(1);
  });
});

test('includes members who lose access with a policy of Google Cloud, and with a whole binding', () => {
  const policy = (...members: readonly (readonly string[])[]) => ({
    policy_data: JSON.stringify({ bindings: members.map((those, at) => ({ role: `roles/r${at}`, members: those })) }),
  });
  const project = 'google_project_iam_policy.p';
  expect(review(updated(project, policy(['user:a', 'user:b']), policy(['user:a']))).verdict).toBe('unjudged');
  expect(review(updated(project, policy(['user:a'], ['user:b']), policy(['user:a']))).verdict).toBe('unjudged');
});

test('includes attributes that restrict access to resources with their own rules', () => {
  const roles = (...names: readonly string[]) => ({ title: 'x', restricted_roles: names });
  expect(review(updated('datadog_dashboard.d', roles('admin'), roles())).verdict).toBe('unjudged');
  expect(review(updated('grafana_dashboard.d', { config_json: '{"a":1}' }, { config_json: '{"a":2}' })).verdict).toBe(
    'harmless',
  );
});

test('includes values that rules would judge, but that are known only after apply', () => {
  const record = updated('aws_route53_record.r', { records: ['192.0.2.1'] }, { records: [] });
  const unknown = { ...record, change: { ...record.change, after_unknown: { records: [true] } } };
  expect(summary(unknown)).toEqual(['unjudged', '1 change of important attributes (aws_route53_record.r.records)']);
});

test('includes masked texts that change in sensitive values of a chart', () => {
  const release = (yaml: string) => ({ name: 'shop', values: [yaml] });
  const change = updated('helm_release.shop', release('service: ClusterIP\n'), release('service: LoadBalancer\n'));
  const sensitive = { before_sensitive: { values: [true] }, after_sensitive: { values: [true] } };
  const resource_changes = [{ ...change, change: { ...change.change, ...sensitive } }];
  expect(reviewOf(planOf({ resource_changes }, { stack: 'dev' })).verdict).toBe('unjudged');
});

test('includes other networks of a function, which the rule about their removal does not judge', () => {
  const networks = (...ids: readonly string[]) => ({ vpc_config: [{ subnet_ids: ids, security_group_ids: ['sg-1'] }] });
  expect(summary(updated('aws_lambda_function.f', networks('subnet-1', 'subnet-2'), networks('subnet-3')))[0]).toBe(
    'unjudged',
  );
});
