import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { created, dangersOf, deleted, replaced, updated } from './dangers.fixture';
import { dangersIn } from './rules';

describe('a new resource that does not set whether it is public', () => {
  const reviewed = (address: string, after: object, unknown: object, expressions: object) =>
    dangersIn(
      planOf(
        {
          resource_changes: [created(address, after, unknown)],
          configuration: { root_module: { resources: [{ address, expressions }] } },
        },
        { stack: 'dev', basis: { base: 'abc' } },
      ),
    ).map(({ what }) => plain(what));

  test('is public by default: a load balancer', () => {
    expect(reviewed('aws_lb.shop', {}, { internal: true }, { name: {} })).toEqual([
      'aws_lb.shop is reachable from the internet (internal is not set)',
    ]);
    expect(reviewed('aws_lb.shop', {}, { internal: true }, { internal: { references: ['var.internal'] } })).toEqual([]);
    expect(reviewed('aws_lb.shop', { internal: true }, {}, {})).toEqual([]);
    expect(reviewed('aws_lb.inspection', { load_balancer_type: 'gateway' }, { internal: true }, {})).toEqual([]);
  });

  test('is public by default: a cluster in Google Cloud', () =>
    expect(
      reviewed(
        'google_container_cluster.shop',
        { private_cluster_config: [], master_authorized_networks_config: [] },
        {},
        {},
      ),
    ).toEqual([
      'google_container_cluster.shop gives its nodes external IP addresses (private_cluster_config is not set)',
      'google_container_cluster.shop accepts requests to its control plane from any network (master_authorized_networks_config is not set)',
    ]));
});

test('does not report a cluster whose control plane is private, or whose networks are known only after apply', () => {
  const cluster = (after: object, unknown: object = {}) =>
    dangersOf(created('google_container_cluster.shop', after, unknown));
  const private_cluster_config = [{ enable_private_nodes: true, enable_private_endpoint: true }];
  expect(cluster({ private_cluster_config, master_authorized_networks_config: [] })).toEqual([]);
  const control_plane_endpoints_config = [{ ip_endpoints_config: [{ enabled: false }] }];
  expect(cluster({ private_cluster_config: [{ enable_private_nodes: true }], control_plane_endpoints_config })).toEqual(
    [],
  );
  expect(
    cluster({ private_cluster_config: [{ enable_private_nodes: true }] }, { master_authorized_networks_config: true }),
  ).toEqual([]);
});

test('does not report filters of networks that are not used', () => {
  const account = (public_network_access_enabled: boolean) =>
    dangersOf(
      created('azurerm_cosmosdb_account.c', { public_network_access_enabled, ip_range_filter: ['0.0.0.0'] }),
    ).filter((danger) => danger.includes('ip_range_filter'));
  expect(account(true)).toHaveLength(1);
  expect(account(false)).toEqual([]);
});

test('does not report a firewall rule that is disabled, or a description', () => {
  const rule = { direction: 'INGRESS', source_ranges: ['0.0.0.0/0'], allow: [{ protocol: 'tcp', ports: ['22'] }] };
  expect(dangersOf(created('google_compute_firewall.on', { ...rule, disabled: false }))).toHaveLength(1);
  expect(dangersOf(created('google_compute_firewall.off', { ...rule, disabled: true }))).toEqual([]);
  const ingress = [
    { from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['10.0.0.0/8'], description: '0.0.0.0/0' },
  ];
  expect(dangersOf(created('aws_security_group.g', { ingress }))).toEqual([]);
});

test('reports several attributes with the same consequence once, also to the generic rules', () =>
  expect(
    dangersOf(
      created('aws_eks_cluster.main', {
        vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ['0.0.0.0/0'] }],
      }),
    ),
  ).toEqual([
    'exposure: aws_eks_cluster.main has an API server that is reachable from the internet (vpc_config.public_access_cidrs: 0.0.0.0/0)',
  ]));

test('does not report the public clients of a cluster without a public endpoint', () =>
  expect(
    dangersOf(
      created('aws_eks_cluster.main', {
        vpc_config: [
          { endpoint_public_access: false, endpoint_private_access: true, public_access_cidrs: ['0.0.0.0/0'] },
        ],
      }),
    ),
  ).toEqual([]));

test('reports access to all secrets of a project, but not to one secret', () => {
  const grant = {
    role: 'roles/secretmanager.secretAccessor',
    member: 'serviceAccount:app@shop.iam.gserviceaccount.com',
  };
  expect(dangersOf(created('google_project_iam_member.app', { project: 'shop', ...grant }))).toHaveLength(1);
  expect(dangersOf(created('google_secret_manager_secret_iam_member.app', { secret_id: 'a', ...grant }))).toEqual([]);
});

test('reports that a service no longer accepts requests from the internet, but not a new internal service', () => {
  const service = (ingress: string) => ({ name: 'app', ingress });
  const [all, internal] = [service('INGRESS_TRAFFIC_ALL'), service('INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER')];
  expect(dangersOf(updated('google_cloud_run_v2_service.app', all, internal))).toEqual([
    expect.stringContaining('no longer accepts requests that come directly from the internet'),
  ]);
  expect(dangersOf(created('google_cloud_run_v2_service.app', internal))).toEqual([]);
});

test('reports the same ports once for IPv4 and IPv6', () => {
  const ingress = [
    { from_port: 443, to_port: 443, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'], ipv6_cidr_blocks: ['::/0'] },
  ];
  expect(dangersOf(created('aws_security_group.web', { ingress }))).toEqual([
    'exposure: aws_security_group.web will be open to the internet on port 443 (ingress.cidr_blocks: 0.0.0.0/0)',
  ]);
});

test('reports no grant of a resource that is deleted too', () => {
  const grant = deleted('google_cloud_run_service_iam_member.m', { service: 'chat', member: 'user:a@example.com' });
  expect(dangersOf(grant)).toEqual([expect.stringContaining('is deleted: its members lose access')]);
  const service = deleted('google_cloud_run_service.s', { name: 'chat' });
  expect(dangersOf(grant, service)).toEqual([expect.stringContaining('google_cloud_run_service.s is deleted')]);
});

test('reports no settings of a bucket that is deleted too', () => {
  const setting = (type: string) => deleted(`aws_s3_bucket_${type}.b`, { bucket: 'shop' });
  const settings = ['server_side_encryption_configuration', 'versioning', 'policy'].map(setting);
  expect(dangersOf(...settings)).toHaveLength(3);
  const bucket = deleted('aws_s3_bucket.b', { bucket: 'shop', force_destroy: true });
  expect(dangersOf(bucket, ...settings)).toEqual([expect.stringContaining('aws_s3_bucket.b is deleted')]);
});

test('reports no part of an API, and no policy of a role, that is deleted too', () => {
  const api = deleted('aws_api_gateway_rest_api.a', { id: 'a1', name: 'shop' });
  const parts = ['method', 'stage', 'deployment'].map((part) =>
    deleted(`aws_api_gateway_${part}.p`, { rest_api_id: 'a1' }),
  );
  expect(dangersOf(api, ...parts)).toEqual([expect.stringContaining('aws_api_gateway_rest_api.a is deleted')]);
  const [role, policy] = [
    deleted('aws_iam_role.r', { name: 'app' }),
    deleted('aws_iam_role_policy.p', { role: 'app' }),
  ];
  expect(dangersOf(role, policy)).toEqual([expect.stringContaining('aws_iam_role.r is deleted')]);
  expect(dangersOf(policy)).toEqual([expect.stringContaining('aws_iam_role_policy.p is deleted')]);
});

test('reports a policy whose role remains, although a deleted resource of another type or provider has the same name', () => {
  const policy = deleted('aws_iam_role_policy.p', { role: 'app' });
  const reported = expect.stringContaining('aws_iam_role_policy.p is deleted');
  expect(dangersOf(policy, deleted('aws_sqs_queue.q', { name: 'app' }))).toContainEqual(reported);
  const kept = updated('aws_iam_role.kept', { name: 'app', tags: {} }, { name: 'app', tags: { a: 'b' } });
  expect(dangersOf(policy, deleted('aws_iam_role.r', { name: 'app' }), kept)).toContainEqual(reported);
});

test('reports the deletion of a password, but not of other random values or of defaults that AWS keeps', () => {
  expect(dangersOf(deleted('random_password.p'))).toEqual([expect.stringContaining('only copy')]);
  expect(dangersOf(deleted('random_id.i'), deleted('aws_default_security_group.d'))).toEqual([]);
});

test('says that users change to a new security group before the old one is deleted', () => {
  const change = replaced('aws_security_group.web', { description: 'x' }, { description: 'y' });
  const reportedFor = (...actions: readonly string[]) => {
    const plan = planOf({ resource_changes: [{ ...change, change: { ...change.change, actions } }] }, { stack: 'dev' });
    return dangersIn(plan).map(({ what }) => plain(what));
  };
  expect(reportedFor('delete', 'create')).toEqual([
    expect.stringContaining(
      ': the apply fails while anything outside this plan uses the group, because AWS does not delete a group that is in use',
    ),
  ]);
  expect(reportedFor('create', 'delete')).toEqual([
    expect.stringContaining(
      ': the new one is created first, but where the old one is still used, connections that only its rules allow are rejected',
    ),
  ]);
});

test('reports the deletion of the most important resource first', () =>
  expect(dangersOf(deleted('aws_security_group.web'), deleted('aws_eks_cluster.shop'))).toEqual([
    expect.stringContaining('aws_eks_cluster.shop is deleted'),
    expect.stringContaining('aws_security_group.web is deleted'),
  ]));

test('reports public access and broad rights that a policy of Google Cloud grants, but no other grants', () => {
  const policy = (role: string, ...members: readonly string[]) => ({
    policy_data: JSON.stringify({ bindings: [{ role, members }] }),
  });
  const bucket = (values: object) => dangersOf(created('google_storage_bucket_iam_policy.p', values));
  expect(bucket(policy('roles/storage.objectViewer', 'allUsers'))).toEqual([
    expect.stringContaining('gives access to everyone ('),
  ]);
  expect(bucket(policy('roles/storage.admin', 'user:a@example.com'))).toEqual([
    expect.stringContaining('grants broad rights'),
  ]);
  expect(bucket(policy('roles/storage.objectViewer', 'user:a@example.com'))).toEqual([]);
});

test('names the old and the new target of a DNS record, and the removed ones of several', () => {
  const record = (...records: readonly string[]) => ({ name: 'shop.example.com', records });
  const changed = (before: object, after: object) => dangersOf(updated('aws_route53_record.shop', before, after));
  expect(changed(record('192.0.2.1'), record('192.0.2.2'))).toEqual([
    'outage: aws_route53_record.shop resolves to 192.0.2.2 instead of 192.0.2.1 (records)',
  ]);
  expect(changed(record('192.0.2.1', '192.0.2.3'), record('192.0.2.3'))).toEqual([
    'outage: aws_route53_record.shop no longer resolves to all of its previous values (records without 192.0.2.1)',
  ]);
});

test('says that a condition limits a grant of broad rights', () => {
  const grant = { role: 'roles/owner', member: 'user:a@example.com' };
  const limited = { ...grant, condition: [{ expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' }] };
  const dangers = (values: object) => dangersOf(created('google_project_iam_member.m', values));
  expect(dangers(limited)).toEqual([expect.stringMatching(/ to user:a@example\.com, limited by a condition$/)]);
  expect(dangers(grant)).toEqual([expect.stringMatching(/ to user:a@example\.com$/)]);
});

test('says what happens to the traffic of a deleted firewall rule', () => {
  const dangers = (values: object) => dangersOf(deleted('google_compute_firewall.f', values));
  const traffic = [{ protocol: 'tcp', ports: ['8080'] }];
  expect(dangers({ source_ranges: ['10.0.0.0/8'], allow: traffic })).toEqual([
    'outage: google_compute_firewall.f is deleted: connections that the rule allowed fail',
  ]);
  expect(dangers({ source_ranges: ['10.0.0.0/8'], deny: traffic })).toEqual([
    expect.stringMatching(/^weaker protection: .* previously denied traffic may be allowed/),
  ]);
});

test('does not say that something stops during a replacement if the new resource exists before', () => {
  const change = replaced('kubernetes_deployment.web', { metadata: [{ name: 'a' }] }, { metadata: [{ name: 'b' }] });
  const reportedFor = (...actions: readonly string[]) => {
    const plan = planOf({ resource_changes: [{ ...change, change: { ...change.change, actions } }] }, { stack: 'dev' });
    return dangersIn(plan).map(({ what }) => plain(what));
  };
  expect(reportedFor('delete', 'create')[0]).toContain(': during the replacement, ');
  expect(reportedFor('create', 'delete')[0]).toContain(
    ': the new one is created first, but where the old one is still used, ',
  );
});
