import { deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { devicesCutOff } from './devices-cut-off';

const reported = reportedBy(devicesCutOff);

test('reports a lost wildcard action as `perform all of`, because some matching actions may remain allowed', () => {
  const policy = (Action: string | string[]) => ({
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] }),
  });
  expect(reported(updated('aws_iot_policy.p', policy('iot:*'), policy(['iot:Connect', 'iot:GetThingShadow'])))).toEqual(
    ['devices with aws_iot_policy.p can no longer perform all of iot:* on any resource'],
  );
  expect(reported(updated('aws_iot_policy.p', policy('iot:GetThingShadow'), policy('iot:Connect')))).toEqual([
    'devices with aws_iot_policy.p can no longer perform iot:GetThingShadow on any resource',
  ]);
});

test('reports a new condition on a device permission', () => {
  const policy = (more: object) => ({
    policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*', ...more }] }),
  });
  const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
  expect(reported(updated('aws_iot_policy.p', policy({}), policy({ Condition })))).toEqual([
    'devices with aws_iot_policy.p can now only connect as any client ID where Bool iot:Connection.Thing.IsAttached true',
  ]);
});

describe('resources that devices need to connect', () => {
  test.each([
    ['aws_iot_authorizer', { status: 'ACTIVE' }, { status: 'INACTIVE' }],
    ['aws_iot_ca_certificate', { active: true }, { active: false }],
    ['aws_iot_ca_certificate', { allow_auto_registration: true }, { allow_auto_registration: false }],
    ['aws_iot_certificate', { active: true }, { active: false }],
    ['aws_iot_domain_configuration', { status: 'ENABLED' }, { status: 'DISABLED' }],
    ['aws_iot_provisioning_template', { enabled: true }, { enabled: false }],
  ])('reports that %s is disabled if %j becomes %j', (type, before, after) => {
    expect(reported(updated(`${type}.x`, before, after))).toHaveLength(1);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test.each([
    'aws_iot_authorizer',
    'aws_iot_domain_configuration',
    'aws_iot_role_alias',
    'aws_iot_policy_attachment',
    'aws_iot_thing_group_membership',
  ])('reports a deleted or replaced %s', (type) => {
    expect(reported(deleted(`${type}.x`))).toEqual([expect.stringMatching(new RegExp(`^${type}.x is deleted: `))]);
    expect(reported(replaced(`${type}.x`))).toEqual([expect.stringMatching(new RegExp(`^${type}.x is replaced: `))]);
  });

  test.each([
    ['aws_iot_authorizer', 'authorizer_function_arn', 'arn:a', 'arn:b'],
    ['aws_iot_authorizer', 'token_signing_public_keys', { k: 'a' }, { k: 'b' }],
    ['aws_iot_ca_certificate', 'certificate_mode', 'DEFAULT', 'SNI_ONLY'],
    ['aws_iot_domain_configuration', 'authorizer_config', [{ default_authorizer_name: 'a' }], []],
    ['aws_iot_domain_configuration', 'server_certificate_arns', ['arn:a'], ['arn:b']],
    ['aws_iot_domain_configuration', 'tls_config', [{ security_policy: 'old' }], [{ security_policy: 'new' }]],
  ])('reports that %s has a different %s', (type, name, before, after) => {
    expect(reported(updated(`${type}.x`, { [name]: before }, { [name]: after }))).toEqual([
      expect.stringMatching(new RegExp(`^${type}.x has a different ${name}: (?:new )?devices `)),
    ]);
    expect(reported(updated(`${type}.x`, { [name]: before }, { [name]: before, tags: {} }))).toEqual([]);
  });
});
