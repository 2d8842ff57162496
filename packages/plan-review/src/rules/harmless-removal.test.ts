import { created, dangersOf, deleted, replaced } from './dangers.fixture';

const encryption = (algorithm: string) => ({
  rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }],
});
const settings = 'aws_s3_bucket_server_side_encryption_configuration.b';

test.each([
  [deleted('azurerm_public_ip.a', { ip_address: '' }), deleted('azurerm_public_ip.a', { ip_address: '192.0.2.1' })],
  [
    replaced('azurerm_network_interface.a', { virtual_machine_id: '', name: 'a' }, { name: 'b' }),
    replaced('azurerm_network_interface.a', { virtual_machine_id: '/vm', name: 'a' }, { name: 'b' }),
  ],
  [
    replaced('github_repository_deploy_key.k', { key: 'a', read_only: false }, { key: 'a', read_only: true }),
    replaced('github_repository_deploy_key.k', { key: 'a', read_only: true }, { key: 'b', read_only: true }),
  ],
  [
    replaced('github_repository_deploy_key.k', { key: 'a', read_only: false }, { key: 'a', read_only: true }),
    replaced('github_repository_deploy_key.k', { key: 'a', repository: 'shop' }, { key: 'a', repository: 'blog' }),
  ],
  [deleted(settings, encryption('AES256')), deleted(settings, encryption('aws:kms'))],
])('the removal of a resource without effect is harmless: %j', (harmless, dangerous) => {
  expect(dangersOf(harmless)).toEqual([]);
  expect(dangersOf(dangerous)).toHaveLength(1);
});

test('a permission that is granted again under another name is not lost', () => {
  const permission = { function_name: 'api', action: 'lambda:InvokeFunction', principal: 'apigateway.amazonaws.com' };
  const gone = deleted('aws_lambda_permission.old', { ...permission, statement_id: 'old' });
  const come = (principal: string) =>
    created('aws_lambda_permission.new', { ...permission, principal, statement_id: 'new' });
  expect(dangersOf(gone, come(permission.principal))).toEqual([]);
  expect(dangersOf(gone, come('events.amazonaws.com'))).toContainEqual(expect.stringContaining('can no longer invoke'));
});

test('a metric that another new filter counts is not lost', () => {
  const filter = (name: string) => ({
    pattern: 'ERROR',
    metric_transformation: [{ name, namespace: 'shop', value: '1' }],
  });
  const gone = deleted('aws_cloudwatch_log_metric_filter.old', filter('errors'));
  expect(dangersOf(gone, created('aws_cloudwatch_log_metric_filter.legacy[0]', filter('errors')))).toEqual([]);
  expect(dangersOf(gone, created('aws_cloudwatch_log_metric_filter.other', filter('calls')))).toHaveLength(1);
});
