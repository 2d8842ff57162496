import { groupDangers, inOneLine } from '../group-dangers';
import { plain } from '../note/json-output';
import { declaring } from '../plan/declaring.fixture';
import { planOf } from '../plan/read-plan';
import { created, dangersOf, deleted, planned, replaced, unchanged, updated } from './dangers.fixture';
import { dangersIn } from './rules';

const linesOf = (plan: ReturnType<typeof planOf>) =>
  groupDangers(dangersIn(plan)).map((group) => plain(inOneLine(group)));

const ingress = [{ protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] }];
const group = { after: { ingress } };
const isOpen = 'aws_security_group.ssh will be open to the internet on port 22 (ingress.cidr_blocks: 0.0.0.0/0)';
const isPublic = 'gets a public IP address (associate_public_ip_address: true)';

test('names what uses an open security group, and the open groups of an instance with a public address', () => {
  const instance = {
    after: { associate_public_ip_address: true },
    later: { vpc_security_group_ids: ['aws_security_group.ssh.id'] },
  };
  expect(linesOf(declaring({ 'aws_security_group.ssh': group, 'aws_instance.a': instance }))).toEqual([
    `${isOpen}; used by aws_instance.a`,
    `aws_instance.a ${isPublic}; its security group aws_security_group.ssh is open to the internet on port 22`,
  ]);
});

test('names the open groups of several instances together if they are the same', () => {
  const instance = (later: Readonly<Record<string, readonly string[]>>) => ({
    after: { associate_public_ip_address: true },
    later,
  });
  const open = instance({ vpc_security_group_ids: ['aws_security_group.ssh.id'] });
  const both = { 'aws_security_group.ssh': group, 'aws_instance.a': open, 'aws_instance.b': open };
  expect(linesOf(declaring(both))).toContain(
    `aws_instance.a ${isPublic}; the same applies to aws_instance.b; its security group aws_security_group.ssh is open to the internet on port 22`,
  );
  expect(linesOf(declaring({ ...both, 'aws_instance.b': instance({}) }))).toContain(
    `aws_instance.a ${isPublic}; the same applies to aws_instance.b`,
  );
});

test('names the instances that use a resource', () => {
  const instance = { later: { vpc_security_group_ids: ['aws_security_group.ssh.id'] } };
  const plan = declaring({ 'aws_security_group.ssh': group, 'aws_instance.a': instance });
  const copy = (key: string) => ({
    ...plan,
    changes: plan.changes.map((change) => ({
      ...change,
      address: change.address.replace('aws_instance.a', `aws_instance.a["${key}"]`),
    })),
  });
  const one = copy('x');
  expect(linesOf(one)).toEqual([`${isOpen}; used by aws_instance.a["x"]`]);
  const two = { ...one, changes: [...one.changes, ...copy('y').changes.filter(({ type }) => type === 'aws_instance')] };
  expect(linesOf(two)).toEqual([`${isOpen}; used by aws_instance.a (2 instances)`]);
});

test('names an existing security group by its id', () => {
  const values = { id: 'sg-0a1b2c3d4e5f60718', ingress };
  const existing = {
    ...{ address: 'aws_security_group.old', type: 'aws_security_group', name: 'old' },
    change: { actions: ['no-op'], before: values, after: values },
  };
  const instance = created('aws_instance.a', { associate_public_ip_address: true, security_groups: [values.id] });
  expect(linesOf(planOf({ resource_changes: [existing, instance] }, { stack: 'dev' }))).toEqual([
    `aws_instance.a ${isPublic}; its security group aws_security_group.old is open to the internet on port 22`,
  ]);
});

test('says if nothing uses a new group yet', () => {
  const ingress = [{ from_port: 22, to_port: 22, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] }];
  const group = { 'aws_security_group.a': { after: { ingress } } };
  expect(linesOf(declaring(group))).toEqual([expect.stringMatching(/; so far it is attached to nothing$/)]);
  const instance = { later: { vpc_security_group_ids: ['aws_security_group.a.id'] } };
  expect(linesOf(declaring({ ...group, 'aws_instance.a': instance }))).toEqual([
    expect.stringMatching(/; used by aws_instance\.a$/),
  ]);
});

test('names who has a powerful policy', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const plan = declaring({
    'aws_iam_role.app': { after: { name: 'app' } },
    'aws_iam_role_policy.admin': { after: { policy }, later: { role: ['aws_iam_role.app.id'] } },
    'aws_lambda_function.api': { later: { role: ['aws_iam_role.app.arn'] } },
  });
  expect(linesOf(plan)).toEqual([
    'aws_iam_role_policy.admin allows any action on any resource; used by aws_lambda_function.api',
  ]);
});

test('shows the values because of which a resource is replaced', () => {
  const subnet = (name: string, before: string, after: string) => ({
    ...{ address: `aws_subnet.${name}`, type: 'aws_subnet', name },
    change: {
      actions: ['delete', 'create'],
      before: { cidr_block: before },
      after: { cidr_block: after },
      replace_paths: [['cidr_block']],
    },
  });
  const one = subnet('a', '10.0.1.0/24', '10.0.2.0/24');
  expect(linesOf(planOf({ resource_changes: [one] }, { stack: 'dev' }))).toEqual([
    'aws_subnet.a is replaced because cidr_block changes: the apply fails while the subnet contains other network interfaces; cidr_block: 10.0.1.0/24 → 10.0.2.0/24',
  ]);
  const both = [one, subnet('b', '10.0.3.0/24', '10.0.4.0/24')];
  expect(linesOf(planOf({ resource_changes: both }, { stack: 'dev' }))).toEqual([
    expect.stringMatching(/; the same applies to aws_subnet\.b$/),
  ]);
});

test('says that a restarted machine may get another public address', () => {
  const machine = (address: string | undefined) => ({
    ...{ address: 'aws_instance.a', type: 'aws_instance', name: 'a' },
    change: {
      actions: ['update'],
      before: { instance_type: 't3.micro', public_ip: '203.0.113.7' },
      after: { instance_type: 't3.large', public_ip: address },
    },
  });
  const [moved, kept] = [undefined, '203.0.113.7'].map((address) =>
    linesOf(planOf({ resource_changes: [machine(address)] }, { stack: 'dev' })),
  );
  expect(moved).toEqual([expect.stringMatching(/; its public IP address, 203\.0\.113\.7, may change$/)]);
  // the plan of a restart contains the old address
  expect(kept).toEqual(moved);
  const reserved = {
    ...{ address: 'aws_eip.a', type: 'aws_eip', name: 'a' },
    change: { actions: ['no-op'], before: { public_ip: '203.0.113.7' }, after: { public_ip: '203.0.113.7' } },
  };
  expect(linesOf(planOf({ resource_changes: [machine(undefined), reserved] }, { stack: 'dev' }))).toEqual([
    expect.not.stringContaining('public IP'),
  ]);
});

test('says that a changed method takes effect later if the deployment of its API does not change', () => {
  const method = {
    ...{ address: 'aws_api_gateway_method.m', type: 'aws_api_gateway_method', name: 'm' },
    change: {
      actions: ['update'],
      before: { rest_api_id: 'a1', authorization: 'NONE' },
      after: { rest_api_id: 'a1', authorization: 'AWS_IAM' },
    },
  };
  const deployment = {
    ...{ address: 'aws_api_gateway_deployment.d', type: 'aws_api_gateway_deployment', name: 'd' },
    change: { actions: ['no-op'], before: { rest_api_id: 'a1' }, after: { rest_api_id: 'a1' } },
  };
  expect(linesOf(planOf({ resource_changes: [method, deployment] }, { stack: 'dev' }))).toEqual([
    expect.stringMatching(/ without authentication, once the API is deployed again$/),
  ]);
});

test('shows the block of a list because of which a resource is replaced', () => {
  const networks = (...subnetworks: readonly string[]) => ({
    network_interface: subnetworks.map((subnetwork) => ({ subnetwork })),
  });
  const machine = {
    ...{ address: 'google_compute_instance.a', type: 'google_compute_instance', name: 'a' },
    change: {
      actions: ['delete', 'create'],
      before: networks('a', 'b'),
      after: networks('z', 'c'),
      replace_paths: [['network_interface', 1, 'subnetwork']],
    },
  };
  expect(linesOf(planOf({ resource_changes: [machine] }, { stack: 'dev' }))).toEqual([
    expect.stringMatching(/; network_interface\.subnetwork: b → c$/),
  ]);
});

test('shortens the images of a replaced machine', () => {
  const image = (name: string) => `https://www.googleapis.com/compute/v1/projects/debian-cloud/global/images/${name}`;
  const disk = (name: string) => ({ boot_disk: [{ initialize_params: [{ image: image(name) }] }] });
  const machine = {
    ...{ address: 'google_compute_instance.a', type: 'google_compute_instance', name: 'a' },
    change: {
      actions: ['delete', 'create'],
      before: disk('debian-11'),
      after: disk('debian-12'),
      replace_paths: [['boot_disk', 0, 'initialize_params', 0, 'image']],
    },
  };
  expect(linesOf(planOf({ resource_changes: [machine] }, { stack: 'dev' }))).toEqual([
    expect.stringMatching(/; boot_disk\.initialize_params\.image: debian-11 → debian-12$/),
  ]);
});

test('shows the current permissions of a policy that is known only after apply', () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
  });
  const change = { actions: ['update'], before: { policy }, after: {}, after_unknown: { policy: true } };
  const resource = { address: 'aws_iam_policy.p', type: 'aws_iam_policy', name: 'p', change };
  expect(linesOf(planOf({ resource_changes: [resource] }, { stack: 'dev' }))).toEqual([
    'the permissions of aws_iam_policy.p are known only after apply; until now: allow s3:* on *',
  ]);
});

test('says that a replaced cache gets another address', () => {
  const replacement = replaced('google_redis_instance.r', { tier: 'BASIC', host: '10.1.2.3' }, { tier: 'STANDARD_HA' });
  expect(linesOf(planOf({ resource_changes: [replacement] }, { stack: 'dev' }))).toEqual([
    expect.stringMatching(/; its address, 10\.1\.2\.3, may change$/),
  ]);
});

test('says the name of an object that holds data, if its address does not contain the name', () => {
  const bucket = (name: string) => deleted('aws_s3_bucket.backups', { bucket: name, force_destroy: true });
  const [danger] = dangersIn(planned([bucket('shop-prod-4711')]));
  expect(plain(danger?.context ?? [])).toBe('current name: shop-prod-4711');
  const [same] = dangersIn(planned([bucket('backups')]));
  expect(same?.context).toBeUndefined();
});

test('says that a resource is new if the plan also changes other resources', () => {
  const open = created('example_database.d', { public_network_access_enabled: true });
  const change = updated('aws_sqs_queue.jobs', { delay_seconds: 1 }, { delay_seconds: 2 });
  expect(dangersOf(open, change)).toEqual([expect.stringMatching(/^exposure: new example_database\.d has /)]);
  expect(dangersOf(open)).toEqual([expect.stringMatching(/^exposure: example_database\.d has /)]);
});

describe('a security group that is opened to the internet', () => {
  const group = (...ingress: readonly object[]) => ({
    id: 'sg-2',
    ingress: ingress.map((one) => ({ from_port: 80, to_port: 80, protocol: 'tcp', ...one })),
  });
  const balancer = unchanged('aws_security_group.alb', { id: 'sg-0123456789abcdef0' });
  const contextAfter = (...before: readonly object[]) => {
    const plan = planned([
      balancer,
      updated('aws_security_group.web', group(...before), group({ cidr_blocks: ['0.0.0.0/0'] })),
    ]);
    return dangersIn(plan).map(({ context = [] }) => plain(context));
  };
  test('names what could connect before', () => {
    expect(contextAfter({ cidr_blocks: ['10.0.0.0/8'] })).toEqual(['until now, only 10.0.0.0/8 could connect']);
    expect(contextAfter({ security_groups: ['sg-0123456789abcdef0'] })).toEqual([
      'until now, only aws_security_group.alb could connect',
    ]);
    expect(contextAfter({ security_groups: ['sg-9'] })).toEqual(['until now, only sg-9 could connect']);
  });
  test('ignores the sources of other ports', () => {
    const ssh = { cidr_blocks: ['0.0.0.0/0'], from_port: 22, to_port: 22 };
    expect(contextAfter(ssh, { cidr_blocks: ['10.0.0.0/8'] })).toEqual(['until now, only 10.0.0.0/8 could connect']);
    expect(contextAfter(ssh)).toEqual(['']);
  });
  test('names nothing if there were no rules', () => expect(contextAfter()).toEqual(['']));
});

test('shows the schedule of a deleted rule', () =>
  expect(
    linesOf(planned([deleted('aws_cloudwatch_event_rule.nightly', { schedule_expression: 'cron(0 3 * * ? *)' })])),
  ).toEqual([expect.stringContaining('; its schedule was cron(0 3 * * ? *)')]));
