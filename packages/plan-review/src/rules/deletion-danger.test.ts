import { dangersOf, deleted, replaced } from './dangers.fixture';

const record = { name: '_a.example.com', records: ['_b.acm-validations.aws.'], ttl: 60 };

test('a DNS record that proves who owns a domain is needed to renew the certificate, and can be replaced', () => {
  expect(dangersOf(deleted('aws_route53_record.proof', record))).toEqual([
    'outage: aws_route53_record.proof (_a.example.com, with the value _b.acm-validations.aws.) is deleted: the certificate can no longer be renewed',
  ]);
  expect(dangersOf(replaced('aws_route53_record.proof', record, { ...record, name: '_c.example.com' }))).toEqual([]);
  expect(dangersOf(deleted('cloudflare_dns_record.proof', { content: '_b.acm-validations.aws' }))).toEqual([
    expect.stringContaining('the certificate can no longer be renewed'),
  ]);
});

test('a repository that is archived instead of deleted keeps its content', () => {
  expect(dangersOf(deleted('github_repository.shop', { archive_on_destroy: true }))).toEqual([
    'outage: github_repository.shop is archived instead of deleted (archive_on_destroy): it can be read, but no longer changed',
  ]);
  expect(dangersOf(deleted('github_repository.shop', { archive_on_destroy: false }))).toEqual([
    expect.stringMatching(/^data loss: /),
  ]);
});

test('a certificate in use cannot be deleted', () => {
  const change = replaced('aws_acm_certificate.site', { domain_name: 'a' }, { domain_name: 'b' });
  expect(dangersOf(change)).toEqual([
    expect.stringMatching(/^outage: .*: the apply fails while anything uses the certificate, because AWS deletes no/),
  ]);
});

test('a repository is deleted only if it is empty, unless Terraform empties it', () => {
  const repository = (force: boolean | null) => deleted('aws_ecr_repository.web', { force_delete: force });
  expect(dangersOf(repository(null))).toEqual([
    'cannot be applied: aws_ecr_repository.web can be deleted only if it is empty (force_delete is not set), so the apply may fail partway',
  ]);
  expect(dangersOf(repository(false))).toEqual([expect.stringContaining('(force_delete is false)')]);
  expect(dangersOf(repository(true))).toEqual(['data loss: aws_ecr_repository.web is deleted: its images are lost']);
});

test('the deletion of a target group without a load balancer is harmless', () => {
  const group = (...balancers: readonly string[]) =>
    dangersOf(deleted('aws_lb_target_group.web', { load_balancer_arns: balancers }));
  expect(group()).toEqual([]);
  expect(group('arn:lb')).toEqual([expect.stringContaining('its targets receive no more requests')]);
});

test.each([
  ['aws_eks_node_group.web', { status: 'CREATE_FAILED' }],
  [
    'google_cloud_run_v2_service.web',
    { latest_ready_revision: '', terminal_condition: [{ state: 'CONDITION_FAILED' }] },
  ],
])('the deletion of %s, whose creation failed, is harmless', (address, before) =>
  expect(dangersOf(deleted(address, before))).toEqual([]),
);

test('a service with a ready revision is deleted with consequences', () => {
  const before = { latest_ready_revision: 'web-1', terminal_condition: [{ state: 'CONDITION_FAILED' }] };
  expect(dangersOf(deleted('google_cloud_run_v2_service.web', before))).toHaveLength(1);
});

test('no capacity is lost with a resource whose creation failed', () => {
  const nodes = (status: string) => ({ status, scaling_config: [{ desired_size: 6, max_size: 6, min_size: 6 }] });
  const fewer = { scaling_config: [{ desired_size: 1, max_size: 1, min_size: 1 }] };
  const dangers = (status: string) => dangersOf(replaced('aws_eks_node_group.web', nodes(status), fewer));
  expect(dangers('CREATE_FAILED')).toEqual([]);
  expect(dangers('ACTIVE').length).toBeGreaterThan(1);
});

test('says whether the boot disk of a machine is deleted, too', () => {
  const machine = (disk: object) => dangersOf(deleted('google_compute_instance.web', { boot_disk: [disk] }));
  expect(machine({ auto_delete: true })).toEqual([
    expect.stringContaining('the instance is deleted, and so is its boot disk'),
  ]);
  expect(machine({ auto_delete: false })).toEqual([expect.stringContaining('and its boot disk is kept')]);
  expect(machine({})).toEqual([expect.stringContaining('unless auto_delete is off')]);
  const instance = (kept: boolean) =>
    deleted('aws_instance.a', { root_block_device: [{ delete_on_termination: !kept }] });
  expect(dangersOf(instance(false))).toEqual([expect.stringContaining(', and its root volume is deleted')]);
  expect(dangersOf(instance(true))).toEqual([expect.stringContaining(', and its root volume is kept')]);
});

test('names the domain of a deleted custom domain', () =>
  expect(dangersOf(deleted('aws_api_gateway_domain_name.api', { domain_name: 'api.example.com' }))).toEqual([
    'outage: aws_api_gateway_domain_name.api (api.example.com) is deleted: its names stop resolving',
  ]));

test('a replacement because of the formatting of a document says so', () => {
  const monitor = (specification: string) => ({ monitor_specification: specification });
  const change = replaced('aws_ce_anomaly_monitor.m', monitor('{"a":1,"b":2}'), monitor('{"b": 2, "a": 1}'));
  expect(dangersOf({ ...change, change: { ...change.change, replace_paths: [['monitor_specification']] } })).toEqual([
    expect.stringContaining('is replaced because the formatting of monitor_specification changes'),
  ]);
});
