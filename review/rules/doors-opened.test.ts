import { created, deleted, saidBy, updated } from './dangers.fixture';
import { doorsOpened } from './doors-opened';

const said = saidBy(doorsOpened);

describe('a door that a policy does not tell of', () => {
  test.each([
    ['aws_api_gateway_method', { authorization: 'CUSTOM' }, { authorization: 'NONE' }, /without a name/],
    ['aws_api_gateway_method', { api_key_required: true }, { api_key_required: false }, /without an API key/],
    ['aws_apigatewayv2_route', { authorization_type: 'JWT' }, { authorization_type: 'NONE' }, /without a name/],
    ['aws_apigatewayv2_route', { api_key_required: true }, { api_key_required: false }, /without an API key/],
    ['aws_cognito_user_pool', { mfa_configuration: 'ON' }, { mfa_configuration: 'OPTIONAL' }, /second factor/],
    [
      'aws_cognito_identity_pool',
      { allow_unauthenticated_identities: false },
      { allow_unauthenticated_identities: true },
      /whoever asks/,
    ],
    ['aws_db_instance', { publicly_accessible: false }, { publicly_accessible: true }, /from everywhere/],
    [
      'aws_iam_role',
      { permissions_boundary: 'arn:b' },
      { permissions_boundary: null },
      /no permissions boundary any more/,
    ],
    [
      'aws_iam_role',
      { permissions_boundary: 'arn:b' },
      { permissions_boundary: 'arn:c' },
      /bounded by arn:c instead of arn:b/,
    ],
    ['aws_lambda_function_url', { authorization_type: 'AWS_IAM' }, { authorization_type: 'NONE' }, /without a name/],
    ['aws_s3_bucket_acl', { acl: 'private' }, { acl: 'public-read' }, /read by everybody/],
    [
      'aws_security_group',
      { ingress: [{ cidr_blocks: ['10.0.0.0/8'] }] },
      { ingress: [{ cidr_blocks: ['0.0.0.0/0'] }] },
      /whoever comes/,
    ],
    ['aws_vpc_security_group_ingress_rule', { cidr_ipv6: 'fd00::/8' }, { cidr_ipv6: '::/0' }, /whoever comes/],
  ])('of %s is told where %j becomes %j, and not the other way', (type, before, after, expected) => {
    expect(said(updated(`${type}.x`, before, after))).toEqual([expect.stringMatching(expected)]);
    if (!/bounded/.test(expected.source)) expect(said(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test('is told of a function URL that comes with the plan, and of a boundary that goes', () => {
    expect(said(created('aws_lambda_function_url.u', { authorization_type: 'NONE' }))).toHaveLength(1);
    expect(said(created('aws_lambda_function_url.u', { authorization_type: 'AWS_IAM' }))).toEqual([]);
    expect(said(deleted('aws_ssoadmin_permissions_boundary_attachment.b', { permission_set_arn: 'arn:p' }))).toEqual([
      'arn:p has no permissions boundary any more',
    ]);
  });

  test('is a route without an authorization, which was none before where it said so', () => {
    const address = 'aws_apigatewayv2_route.r';
    expect(said(updated(address, { authorization_type: 'JWT' }, {}))).toEqual([
      expect.stringMatching(/without a name/),
    ]);
    expect(said(updated(address, { authorization_type: null }, { authorization_type: 'NONE' }))).toEqual([]);
  });

  test('is not told where only the apply will know', () =>
    expect(said(updated('aws_iam_role.r', { permissions_boundary: 'b' }, {}, { permissions_boundary: true }))).toEqual(
      [],
    ));

  test('is a rule that comes to a security group that is there, and lets in whoever comes', () => {
    const rule = { type: 'ingress', cidr_blocks: ['0.0.0.0/0'], security_group_id: '${aws_security_group.g.id}' };
    const opened = ['aws_security_group_rule.r lets in whoever comes (cidr_blocks)'];
    expect(said(created('aws_security_group_rule.r', rule))).toEqual(opened);
    expect(said(created('aws_security_group_rule.r', { ...rule, cidr_blocks: ['10.0.0.0/8'] }))).toEqual([]);
    expect(said(created('aws_security_group_rule.r', { ...rule, type: 'egress' }))).toEqual([]);
    expect(said(created('aws_security_group.g', {}), created('aws_security_group_rule.r', rule))).toEqual([]);
    const renamed = [deleted('aws_security_group_rule.q', rule), created('aws_security_group_rule.r', rule)];
    expect(said(...renamed)).toEqual([]);
  });
});
