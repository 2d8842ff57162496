import { replaced, reportedBy, updated } from './dangers.fixture';
import { roleChanged } from './role-changed';

const reported = reportedBy(roleChanged);

describe('different roles', () => {
  test('reports resources that assume or pass on a different role', () => {
    expect(reported(updated('aws_lambda_function.f', { role: 'arn:a' }, { role: 'arn:b' }))).toEqual([
      'aws_lambda_function.f runs with the role arn:b instead of arn:a',
    ]);
    expect(reported(updated('aws_iot_role_alias.a', { role_arn: 'arn:a' }, { role_arn: 'arn:b' }))).toEqual([
      'aws_iot_role_alias.a gives devices the role arn:b instead of arn:a',
    ]);
    const pool = (unauthenticated?: string) => ({ roles: { authenticated: 'arn:a', unauthenticated } });
    expect(reported(updated('aws_cognito_identity_pool_roles_attachment.p', pool(), pool('arn:b')))).toEqual([
      'aws_cognito_identity_pool_roles_attachment.p now gives anonymous users the role arn:b',
    ]);
  });

  test('ignores unchanged roles and roles known only after apply', () => {
    expect(reported(updated('aws_lambda_function.f', { role: 'arn:a' }, { role: 'arn:a', timeout: 3 }))).toEqual([]);
    expect(reported(updated('aws_lambda_function.f', { role: 'arn:a' }, {}, { role: true }))).toEqual([]);
  });

  test('reports credentials that are valid for longer', () => {
    const alias = (credential_duration?: number) => ({ role_arn: 'arn:a', credential_duration });
    expect(reported(updated('aws_iot_role_alias.a', alias(), alias(43_200)))).toEqual([
      'credentials that devices get from aws_iot_role_alias.a are valid for 43200 s instead of 3600 s',
    ]);
    expect(reported(updated('aws_iot_role_alias.a', alias(43_200), alias(900)))).toEqual([]);
  });
});

test('ignores the new name of a role that is replaced because of its name', () => {
  const profile = updated('aws_iam_instance_profile.p', { role: 'old' }, { role: 'new' });
  expect(reported(replaced('aws_iam_role.r', { name: 'old' }, { name: 'new' }), profile)).toEqual([]);
  expect(reported(profile)).toHaveLength(1);
});
