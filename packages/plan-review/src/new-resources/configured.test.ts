import { creationSummary } from '../creation-summary';
import { plain } from '../note/json-output';
import { declaring } from '../plan/declaring.fixture';

/** Returns the summary of a plan that creates the declared resources. Keys are addresses. */
const summaryOf = (...given: Parameters<typeof declaring>) => creationSummary(declaring(...given)).map(plain);

const network = {
  'aws_internet_gateway.igw': {},
  'aws_internet_gateway_attachment.igw': { later: { internet_gateway_id: ['aws_internet_gateway.igw.id'] } },
  'aws_nat_gateway.nat': {},
} as const;

describe('new listeners without encryption', () => {
  const listener = (protocol: string, action = 'forward') => ({
    after: { protocol, default_action: [{ type: action }] },
    later: { load_balancer_arn: ['aws_lb.web.arn', 'aws_lb.web'] },
  });

  test('accept only plain HTTP', () =>
    expect(summaryOf({ 'aws_lb_listener.web': listener('HTTP') })).toEqual(['plain HTTP only: aws_lb_listener.web']));

  test('are ignored if they redirect, or if another listener of the load balancer accepts HTTPS', () => {
    expect(summaryOf({ 'aws_lb_listener.web': listener('HTTP', 'redirect') })).toEqual([]);
    expect(summaryOf({ 'aws_lb_listener.a': listener('HTTP'), 'aws_lb_listener.b': listener('HTTPS') })).toEqual([]);
  });
});

describe('new settings of an owner that can have only one', () => {
  const policy = (...owners: readonly string[]) => ({ later: { bucket: owners } });

  test('overwrite each other if they refer to the same owner, or name it', () => {
    const same = policy('aws_s3_bucket.a.id', 'aws_s3_bucket.a');
    expect(summaryOf({ 'aws_s3_bucket_policy.a': same, 'aws_s3_bucket_policy.b': same })).toEqual([
      'several of one owner, of which only the last one applied remains: aws_s3_bucket_policy.a and aws_s3_bucket_policy.b',
    ]);
    const logs = { after: { bucket: 'logs' } };
    expect(summaryOf({ 'aws_s3_bucket_logging.a': logs, 'aws_s3_bucket_logging.b': logs })).toHaveLength(1);
  });

  test('do not overwrite settings of other owners, or of another kind', () => {
    const [one, other] = ['a', 'b'].map((name) => policy(`aws_s3_bucket.${name}.id`, `aws_s3_bucket.${name}`));
    expect(summaryOf({ 'aws_s3_bucket_policy.a': one ?? {}, 'aws_s3_bucket_policy.b': other ?? {} })).toEqual([]);
    expect(summaryOf({ 'aws_s3_bucket_policy.a': one ?? {}, 'aws_s3_bucket_acl.a': one ?? {} })).toEqual([]);
    expect(summaryOf({ 'aws_s3_bucket_policy.a': { later: { bucket: ['var.a'] } } })).toEqual([]);
  });
});

describe('new resources that nothing uses', () => {
  test('are gateways without a route', () => {
    expect(summaryOf(network)).toEqual(['without any route to it: aws_internet_gateway.igw and aws_nat_gateway.nat']);
    const table = { later: { route: ['aws_internet_gateway.igw.id', 'aws_nat_gateway.nat.id'] } };
    expect(summaryOf({ ...network, 'aws_route_table.all': table })).toEqual([]);
  });

  test('are target groups that only a listener uses', () => {
    const listener = { later: { default_action: ['aws_lb_target_group.web.arn'] } };
    const all = { 'aws_lb_target_group.web': {}, 'aws_lb_listener.http': listener };
    expect(summaryOf(all)).toEqual(['without targets: aws_lb_target_group.web']);
    const group = { later: { target_group_arns: ['aws_lb_target_group.web.arn', 'aws_lb_target_group.web'] } };
    expect(summaryOf({ ...all, 'aws_autoscaling_group.web': group })).toEqual([]);
  });

  test('are secrets without a version, which services cannot read', () => {
    const secret = { 'aws_secretsmanager_secret.token': {} };
    expect(summaryOf(secret)).toEqual(['secrets whose value must be stored separately: the secret token']);
    const version = { later: { secret_id: ['aws_secretsmanager_secret.token.id', 'aws_secretsmanager_secret.token'] } };
    expect(summaryOf({ ...secret, 'aws_secretsmanager_secret_version.token': version })).toEqual([]);
  });

  test('are security groups that only have rules, policies without a principal, and roles without a policy', () => {
    const role = { after: { name: 'app' } };
    expect(
      summaryOf({
        'aws_security_group.web': {},
        'aws_security_group_rule.web': { later: { security_group_id: ['aws_security_group.web.id'] } },
        'aws_iam_policy.app': { after: { name: 'app' } },
        'aws_iam_role.app': role,
      }),
    ).toEqual(['attached to nothing: aws_security_group.web and the policy app', 'without policies: the role app']);
    const attachment = { after: { role: 'app' }, later: { policy_arn: ['aws_iam_policy.app.arn'] } };
    expect(
      summaryOf({
        'aws_iam_policy.app': {},
        'aws_iam_role.app': role,
        'aws_iam_role_policy_attachment.app': attachment,
      }),
    ).toEqual([]);
  });

  test('may be used by modules, outputs and local values, whose expressions a plan does not contain', () => {
    const reference = { expression: { references: ['aws_nat_gateway.nat.id'] } };
    const gateway = { 'aws_nat_gateway.nat': {} };
    expect(summaryOf(gateway, {}, { outputs: { nat: reference } })).toEqual([]);
    const call = { expressions: { nat: { references: ['aws_nat_gateway.nat.id'] } }, module: {} };
    expect(summaryOf(gateway, {}, { module_calls: { net: call } })).toEqual([]);
    const local = { later: { nat_gateway_id: ['local.nat'] } };
    expect(summaryOf({ ...gateway, 'aws_route.out': local })).toEqual([]);
    expect(summaryOf({ ...gateway, 'aws_vpc.a': { later: { tags: ['local.tags'] } } })).toEqual([
      'without any route to it: aws_nat_gateway.nat',
    ]);
  });

  test('may be used by dynamic blocks, whose expressions a plan does not contain', () => {
    const plan = declaring({ 'aws_internet_gateway.igw': {}, 'aws_route_table.all': {} });
    expect(creationSummary(plan).map(plain)).toEqual(['without any route to it: aws_internet_gateway.igw']);
    const hidden = { 'aws_route_table.all': { hidden: { route: [{ gateway_id: true }] } } };
    expect(summaryOf({ 'aws_internet_gateway.igw': {}, ...hidden })).toEqual([]);
  });

  test('may be used by the objects of for_each that local values contain', () => {
    const attachment = { later: { policy_arn: ['each.value'] }, repeated: ['local.policies'] };
    expect(summaryOf({ 'aws_iam_policy.app': {}, 'aws_iam_role_policy_attachment.app': attachment })).toEqual([]);
  });

  test('are not those that say themselves what they are attached to', () =>
    expect(summaryOf({ 'aws_eip.nat': { later: { instance: ['aws_instance.nat.id'] } } })).toEqual([
      'public IP address for a machine: aws_eip.nat',
    ]));

  test('are subnets in Azure without a network security group, unlike others', () => {
    const subnets = {
      'azurerm_subnet.web': {},
      'azurerm_subnet.db': {},
      'azurerm_subnet.gateway': { after: { name: 'GatewaySubnet' } },
    };
    const associated = { later: { subnet_id: ['azurerm_subnet.web.id'] } };
    expect(summaryOf(subnets)).toEqual([]);
    expect(summaryOf({ ...subnets, 'azurerm_subnet_network_security_group_association.web': associated })).toEqual([
      'without a network security group: azurerm_subnet.db',
    ]);
  });
});

test('names instances and databases in the default VPC, and those with only its default security group', () => {
  expect(
    summaryOf({
      'aws_instance.a': { after: { instance_type: 't3.nano' } },
      'aws_instance.b': {
        later: { subnet_id: ['aws_subnet.a.id'], vpc_security_group_ids: ['aws_security_group.a.id'] },
      },
      'aws_db_instance.c': { after: { db_subnet_group_name: 'private', storage_encrypted: true } },
    }),
  ).toEqual([
    'in the default VPC: aws_instance.a',
    'only in the default security group: aws_instance.a and aws_db_instance.c',
  ]);
});

test('names databases that are not encrypted by default', () => {
  const database = (more: object) => ({
    'aws_db_instance.a': { after: { db_subnet_group_name: 'private', vpc_security_group_ids: ['sg-1'], ...more } },
  });
  const weak = 'not encrypted: aws_db_instance.a (storage_encrypted = false)';
  expect(summaryOf(database({}))).toContain(weak);
  expect(summaryOf(database({ storage_encrypted: null }))).toContain(weak);
  expect(summaryOf(database({ storage_encrypted: true }))).not.toContain(weak);
  expect(summaryOf(database({ snapshot_identifier: 's' }))).not.toContain(weak);
});

test('names the programs that the apply runs, without arguments, which may be secrets', () => {
  const exec = (command: string) => ({ type: 'local-exec', expressions: { command: { constant_value: command } } });
  const computed = { type: 'remote-exec', expressions: { inline: { references: ['var.commands'] } } };
  const inline = { type: 'remote-exec', expressions: { inline: { constant_value: ['sudo yum install nmap', 'ls'] } } };
  expect(
    summaryOf({
      'null_resource.a': { provisioners: [exec('DB=correct-horse ./deploy.sh battery-staple'), computed, computed] },
      'null_resource.b': { provisioners: [inline, { type: 'file' }] },
      'null_resource.c': { provisioners: [exec("KEY='correct horse battery' ./deploy.sh")] },
    }),
  ).toEqual([
    'the apply may run commands for null_resource.a (local-exec: ./deploy.sh and remote-exec), null_resource.b (remote-exec: yum), and null_resource.c (local-exec)',
  ]);
});

test('names the secrets in the configuration of providers, and providers with test credentials or local services', () => {
  const constant = (value: string) => ({ constant_value: value });
  const provider_config = {
    azurerm: { name: 'azurerm', expressions: { client_secret: constant('ydv8Q~zgs42w8HeqWsVrnY6aqhwnuC') } },
    aws: {
      name: 'aws',
      expressions: { secret_key: constant('test'), endpoints: [{ s3: constant('http://localhost:4566') }] },
    },
    github: { name: 'github', expressions: { token: { references: ['var.token'] } } },
  };
  expect(summaryOf({}, { provider_config })).toEqual([
    'client_secret of the provider azurerm is written in the code and in the plan',
    'the provider aws has test credentials and calls http://localhost:4566, so the plan may not describe a real account',
  ]);
});

test('names outputs that contain secrets but are not marked as sensitive', () => {
  const output = (sensitive: boolean) => ({ actions: ['create'], after_unknown: true, after_sensitive: sensitive });
  const output_changes = {
    kubeconfig: output(false),
    db_password: output(true),
    client_key: output(false),
    key_name: output(false),
  };
  expect(summaryOf({}, { output_changes })).toEqual([
    'probably a secret, but not marked as sensitive: the outputs kubeconfig and client_key',
  ]);
});

test('names ACLs that new buckets reject', () => {
  const acl = { after: { acl: 'private' }, later: { bucket: ['aws_s3_bucket.files.id', 'aws_s3_bucket.files'] } };
  const all = { 'aws_s3_bucket.files': {}, 'aws_s3_bucket_acl.files': acl };
  expect(summaryOf(all)).toEqual([
    'new buckets reject ACLs unless their ownership controls allow them: aws_s3_bucket_acl.files',
  ]);
  const controls = { later: { bucket: ['aws_s3_bucket.files.id'] } };
  expect(summaryOf({ ...all, 'aws_s3_bucket_ownership_controls.files': controls })).toEqual([]);
});

test('names ids that cannot exist, texts with the form of a reference, and empty ids', () => {
  const place = { subnet_id: 'subnet-01234567890abcdefg', vpc_security_group_ids: ['aws_security_group.web.id'] };
  expect(
    summaryOf({ 'aws_instance.web': { after: place }, 'aws_lb.web': { after: { vpc_id: '', name: 'sg-web' } } }),
  ).toEqual([
    'probably a placeholder, because AWS assigns no such id: subnet_id of aws_instance.web (subnet-01234567890abcdefg)',
    'text instead of a reference, because of quotation marks: vpc_security_group_ids of aws_instance.web (aws_security_group.web.id)',
    'empty: vpc_id of aws_lb.web',
  ]);
  const existing = { subnet_id: 'subnet-0a1b2c3d4e5f60718', vpc_security_group_ids: ['sg-0a1b2c3d'] };
  expect(summaryOf({ 'aws_instance.web': { after: existing } })).toEqual([]);
});

test('omits weak settings that other settings make irrelevant', () => {
  const isWeak = (type: string, after: object) => summaryOf({ [`${type}.this`]: { after } });
  const subnet_group = { db_subnet_group_name: 'db', vpc_security_group_ids: ['sg-0a1b2c3d'] };
  expect(isWeak('aws_db_instance', { storage_encrypted: false, ...subnet_group })).toEqual([
    'not encrypted: aws_db_instance.this (storage_encrypted = false)',
  ]);
  const copy = { storage_encrypted: false, replicate_source_db: 'main', ...subnet_group };
  expect(isWeak('aws_db_instance', copy)).toEqual([]);
  const storage = { public_network_access_enabled: true, network_rules: [{ default_action: 'Deny' }] };
  expect(isWeak('azurerm_storage_account', storage)).toEqual([]);
  const closed = { metadata_options: [{ http_tokens: 'optional', http_endpoint: 'disabled' }] };
  expect(isWeak('aws_launch_template', { name: 'x', ...closed })).toEqual([
    'used by nothing: aws_launch_template.this',
  ]);
});
