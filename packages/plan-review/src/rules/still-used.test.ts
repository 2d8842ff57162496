import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { created, dangersOf, deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { stillUsed } from './still-used';

const reported = reportedBy(stillUsed);

/** Returns the entry of an unchanged resource. */
const kept = (address: string, values: object) => {
  const [type = '', name = ''] = address.split('.');
  return { address, type, name, change: { actions: ['no-op'], before: values, after: values } };
};

const network = deleted('aws_vpc.main', { id: 'vpc-1' });
const subnet = (name: string) => kept(`aws_subnet.${name}`, { id: `subnet-${name}`, vpc_id: 'vpc-1' });

test('reports a deletion that AWS rejects, because other resources stay in it', () => {
  expect(reported(network, subnet('a'))).toEqual(['aws_vpc.main cannot be deleted: aws_subnet.a is still in it']);
  expect(reported(network, subnet('a'), subnet('b'), subnet('c'), subnet('d'))).toEqual([
    'aws_vpc.main cannot be deleted: aws_subnet.a, aws_subnet.b and 2 more resources are still in it',
  ]);
});

test.each<readonly [type: string, values: object, user: string, attributes: object]>([
  ['aws_security_group', { id: 'sg-1' }, 'aws_instance.web', { vpc_security_group_ids: ['sg-1', 'sg-2'] }],
  ['aws_acm_certificate', { arn: 'arn:c' }, 'aws_lb_listener.https', { certificate_arn: 'arn:c' }],
  [
    'aws_acm_certificate',
    { arn: 'arn:c' },
    'aws_cloudfront_distribution.site',
    { viewer_certificate: [{ acm_certificate_arn: 'arn:c' }] },
  ],
  ['aws_iam_policy', { arn: 'arn:p' }, 'aws_iam_role_policy_attachment.app', { policy_arn: 'arn:p' }],
  ['aws_iot_policy', { name: 'fleet' }, 'aws_iot_policy_attachment.fleet', { policy: 'fleet' }],
  ['azurerm_resource_group', { name: 'shop' }, 'azurerm_storage_account.data', { resource_group_name: 'shop' }],
  [
    'google_compute_network',
    { id: 'n', self_link: 'https://n' },
    'google_compute_subnetwork.a',
    { network: 'https://n' },
  ],
])('reports %s with %j, which %s still uses', (type, values, user, attributes) => {
  const sentence = new RegExp(`^${type}\\.x cannot be deleted: ${user} (?:still uses it|is still in it)$`);
  expect(reported(deleted(`${type}.x`, values), kept(user, attributes))).toEqual([expect.stringMatching(sentence)]);
});

test('ignores users that the plan deletes or moves, and other objects', () => {
  expect(reported(network, deleted('aws_subnet.a', { vpc_id: 'vpc-1' }))).toEqual([]);
  expect(reported(network, kept('aws_subnet.a', { vpc_id: 'vpc-2' }))).toEqual([]);
  const group = deleted('aws_security_group.old', { id: 'sg-1' });
  const moved = updated('aws_instance.web', { vpc_security_group_ids: ['sg-1'] }, { vpc_security_group_ids: ['sg-2'] });
  expect(reported(group, moved)).toEqual([]);
  expect(reported(deleted('aws_sqs_queue.jobs', { id: 'q' }), kept('aws_lambda_function.a', { id: 'q' }))).toEqual([]);
  expect(reported(network, created('aws_subnet.b', { vpc_id: 'vpc-1' }))).toEqual([]);
});

test('ignores users in another account, region or subscription, which may use the same name', () => {
  const group = (id: string) => ({ name: 'shop', id });
  const old = deleted('azurerm_resource_group.shop', group('/subscriptions/a/resourceGroups/shop'));
  const account = (id: string) => kept('azurerm_storage_account.data', { resource_group_name: 'shop', id });
  expect(reported(old, account('/subscriptions/b/resourceGroups/shop/x'))).toEqual([]);
  expect(reported(old, account('/subscriptions/a/resourceGroups/shop/x'))).toHaveLength(1);
  const subnets = deleted('aws_db_subnet_group.db', {
    name: 'db',
    arn: 'arn:aws:rds:eu-west-1:111122223333:subgrp:db',
  });
  const database = (region: string) =>
    kept('aws_db_instance.db', { db_subnet_group_name: 'db', arn: `arn:aws:rds:${region}:111122223333:db:db` });
  expect(reported(subnets, database('us-east-1'))).toEqual([]);
  expect(reported(subnets, database('eu-west-1'))).toHaveLength(1);
});

test('ignores resources whose users the provider removes first', () => {
  const role = { name: 'app', force_detach_policies: true };
  const attachment = kept('aws_iam_role_policy_attachment.app', { role: 'app' });
  expect(reported(deleted('aws_iam_role.app', role), attachment)).toEqual([]);
  const features = [{ resource_group: [{ prevent_deletion_if_contains_resources: { constant_value: false } }] }];
  const configuration = { provider_config: { azurerm: { name: 'azurerm', expressions: { features } } } };
  const changes = [
    deleted('azurerm_resource_group.shop', { name: 'shop' }),
    kept('azurerm_storage_account.data', { resource_group_name: 'shop' }),
  ];
  expect(stillUsed(planOf({ resource_changes: changes, configuration }, { stack: 'dev' }))).toEqual([]);
  expect(stillUsed(planOf({ resource_changes: changes }, { stack: 'dev' }))).toHaveLength(1);
});

test('does not hide the outage if only names are equal, which another account may use, too', () => {
  const dangers = dangersOf(
    deleted('azurerm_resource_group.shop', { name: 'shop' }),
    kept('azurerm_storage_account.data', { resource_group_name: 'shop' }),
  );
  expect(dangers).toEqual([expect.stringMatching(/^cannot be applied: /), expect.stringMatching(/^outage: /)]);
});

test('names the old object of a replacement that first creates the new one', () => {
  const change = replaced('aws_acm_certificate.site', { arn: 'arn:c' }, {});
  const first = { ...change, change: { ...change.change, actions: ['create', 'delete'] } };
  const listener = kept('aws_lb_listener.https', { certificate_arn: 'arn:c' });
  expect(reported(change, listener)).toEqual([
    'aws_acm_certificate.site cannot be deleted: aws_lb_listener.https still uses it',
  ]);
  const dangers = stillUsed(planOf({ resource_changes: [first, listener] }, { stack: 'dev' }));
  expect(dangers.map(({ what }) => plain(what))).toEqual([
    'the old aws_acm_certificate.site cannot be deleted: aws_lb_listener.https still uses it',
  ]);
});

test('replaces the outage that the deletion would cause', () => {
  const dangers = dangersOf(network, subnet('a'));
  expect(dangers).toEqual(['cannot be applied: aws_vpc.main cannot be deleted: aws_subnet.a is still in it']);
});

test('reports a group that is destroyed before the plan changes the rules that refer to it', () => {
  const group = (order: readonly string[]) => {
    const change = replaced('aws_security_group.tasks', { id: 'sg-1', description: 'a' }, { description: 'b' });
    return { ...change, change: { ...change.change, actions: order } };
  };
  const rules = (...groups: readonly string[]) => ({ id: 'sg-2', ingress: [{ security_groups: groups }] });
  const database = updated('aws_security_group.database', rules('sg-1'), rules());
  expect(reported(group(['delete', 'create']), database)).toEqual([
    'aws_security_group.tasks cannot be deleted: aws_security_group.database still uses it',
  ]);
  expect(reported(group(['create', 'delete']), database)).toEqual([]);
});
