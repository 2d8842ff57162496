import { created, dangersOf, deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { publicAccess } from './public-access';

const reported = reportedBy(publicAccess);

describe('public access', () => {
  test.each([
    ['aws_api_gateway_method', { authorization: 'CUSTOM' }, { authorization: 'NONE' }, /without authentication/],
    ['aws_api_gateway_method', { api_key_required: true }, { api_key_required: false }, /without an API key/],
    ['aws_apigatewayv2_route', { authorization_type: 'JWT' }, { authorization_type: 'NONE' }, /without authentication/],
    ['aws_apigatewayv2_route', { api_key_required: true }, { api_key_required: false }, /without an API key/],
    ['aws_cognito_user_pool', { mfa_configuration: 'ON' }, { mfa_configuration: 'OPTIONAL' }, /second factor/],
    [
      'aws_cognito_identity_pool',
      { allow_unauthenticated_identities: false },
      { allow_unauthenticated_identities: true },
      /without authentication/,
    ],
    [
      'aws_lambda_function_url',
      { authorization_type: 'AWS_IAM' },
      { authorization_type: 'NONE' },
      /without authentication/,
    ],
    ['aws_s3_bucket_acl', { acl: 'private' }, { acl: 'public-read' }, /read by anyone/],
    [
      'aws_security_group',
      { ingress: [{ cidr_blocks: ['10.0.0.0/8'] }] },
      { ingress: [{ cidr_blocks: ['0.0.0.0/0'] }] },
      /open to the internet/,
    ],
    ['aws_vpc_security_group_ingress_rule', { cidr_ipv6: 'fd00::/8' }, { cidr_ipv6: '::/0' }, /open to the internet/],
  ])('reports public access to %s if %j becomes %j, but not vice versa', (type, before, after, expected) => {
    expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringMatching(expected)]);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test.each(['0.0.0.0/0', '0.0.0.0/00', '10.0.0.0/0', '128.0.0.0/1', '::/0', '::0/0', '0:0:0:0:0:0:0:0/0'])(
    'reports a security group that allows %s',
    (network) => {
      const ingress = (cidr: string) => ({ ingress: [{ cidr_blocks: [cidr], ipv6_cidr_blocks: [] }] });
      expect(reported(updated('aws_security_group.x', ingress('10.0.0.0/8'), ingress(network)))).toHaveLength(1);
      expect(reported(updated('aws_security_group.x', ingress('10.0.0.0/8'), ingress('10.0.0.0/10')))).toEqual([]);
    },
  );

  test.each([
    ['azurerm_storage_account', 'allow_nested_items_to_be_public', false, true],
    ['azurerm_storage_container', 'container_access_type', 'private', 'blob'],
    ['azurerm_mssql_server', 'public_network_access_enabled', false, true],
    ['github_repository', 'visibility', 'private', 'public'],
    ['google_storage_bucket', 'public_access_prevention', 'enforced', 'inherited'],
    ['aws_s3_bucket_public_access_block', 'block_public_policy', true, false],
  ])('reports public access to %s only as exposure', (type, name, before, after) => {
    const [danger, ...others] = dangersOf(updated(`${type}.x`, { [name]: before }, { [name]: after }));
    expect(danger).toMatch(new RegExp(`^exposure: ${type}.x .*\\(${name}: ${after}\\)$`));
    expect(others).toEqual([]);
  });

  test('reports a disabled setting of a public access block as weaker protection if another setting covers it', () => {
    const blocked = { block_public_acls: true, ignore_public_acls: true };
    const address = 'aws_s3_bucket_public_access_block.x';
    expect(dangersOf(updated(address, blocked, { ...blocked, block_public_acls: false }))).toEqual([
      `weaker protection: ${address} no longer blocks new public ACLs (block_public_acls: false), but still ignores them (ignore_public_acls)`,
    ]);
    expect(dangersOf(updated(address, blocked, { ...blocked, ignore_public_acls: false }))).toEqual([
      `exposure: ${address} no longer ignores public ACLs (ignore_public_acls: false)`,
    ]);
  });

  test('reports a new public bucket', () => {
    expect(reported(created('aws_s3_bucket_acl.a', { acl: 'public-read' }))).toHaveLength(1);
    expect(reported(created('aws_s3_bucket_acl.a', { acl: 'private' }))).toEqual([]);
  });

  test('ignores the deletion of a public access block together with its bucket', () =>
    expect(
      reported(
        deleted('aws_s3_bucket_public_access_block.b', { bucket: 'site' }),
        deleted('aws_s3_bucket.b', { bucket: 'site' }),
      ),
    ).toEqual([]));

  test('reports a new public access block that blocks nothing', () => {
    const off = {
      block_public_acls: false,
      block_public_policy: false,
      ignore_public_acls: false,
      restrict_public_buckets: false,
    };
    expect(reported(created('aws_s3_bucket_public_access_block.b', off))).toEqual([
      'aws_s3_bucket_public_access_block.b blocks nothing: the bucket can be made public',
    ]);
    expect(reported(created('aws_s3_bucket_public_access_block.b', { ...off, ignore_public_acls: true }))).toEqual([]);
  });

  test('reports that a bucket is unprotected while its public access block is replaced', () => {
    const block = replaced('aws_s3_bucket_public_access_block.b', { bucket: 'site' });
    expect(dangersOf(block)).toEqual([
      'weaker protection: aws_s3_bucket_public_access_block.b is replaced: during the replacement, the bucket can be made public',
    ]);
    expect(dangersOf(block, replaced('aws_s3_bucket.b', { bucket: 'site' })).join('\n')).not.toContain('during');
  });

  test('reports the deletion of a public access block, unless it blocks nothing', () => {
    const [name, ...settings] = ['aws_s3_bucket_public_access_block.b', 'block_public_acls', 'block_public_policy'];
    expect(dangersOf(deleted(name))).toEqual([`exposure: ${name} is deleted: the bucket can be made public`]);
    const off = [...settings, 'ignore_public_acls', 'restrict_public_buckets'].map((one) => [one, false]);
    expect(dangersOf(deleted(name, Object.fromEntries(off)))).toEqual([]);
  });

  test('reports a new function URL without authentication', () => {
    expect(reported(created('aws_lambda_function_url.u', { authorization_type: 'NONE' }))).toHaveLength(1);
    expect(reported(created('aws_lambda_function_url.u', { authorization_type: 'AWS_IAM' }))).toEqual([]);
  });

  test('reports a route that loses its authorization', () => {
    const address = 'aws_apigatewayv2_route.r';
    expect(reported(updated(address, { authorization_type: 'JWT' }, {}))).toEqual([
      expect.stringMatching(/without authentication/),
    ]);
    expect(reported(updated(address, { authorization_type: null }, { authorization_type: 'NONE' }))).toEqual([]);
  });

  test('reports a new rule that opens an existing security group', () => {
    const rule = { type: 'ingress', cidr_blocks: ['0.0.0.0/0'], security_group_id: '${aws_security_group.g.id}' };
    const opened = ['aws_security_group_rule.r will be open to the internet (cidr_blocks)'];
    expect(reported(created('aws_security_group_rule.r', rule))).toEqual(opened);
    expect(reported(created('aws_security_group_rule.r', { ...rule, cidr_blocks: ['10.0.0.0/8'] }))).toEqual([]);
    expect(reported(created('aws_security_group_rule.r', { ...rule, type: 'egress' }))).toEqual([]);
    expect(reported(created('aws_security_group.g', {}), created('aws_security_group_rule.r', rule))).toEqual([]);
    const renamed = [deleted('aws_security_group_rule.q', rule), created('aws_security_group_rule.r', rule)];
    expect(reported(...renamed)).toEqual([]);
  });
});
