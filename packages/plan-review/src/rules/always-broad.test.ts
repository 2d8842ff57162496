import { created, dangersOf, updated } from './dangers.fixture';

const role = created('aws_iam_role.app', { name: 'app' });
const policy = (Action: string, Resource: string | readonly string[], more: object = {}) =>
  created('aws_iam_role_policy.app', {
    role: 'app',
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] }),
  });

const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const deployRole = (conditions: object, Federated = provider) => ({
  name: 'deploy',
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated }, Condition: conditions },
    ],
  }),
});
const trusting = (conditions: object, identityProvider = provider) =>
  created('aws_iam_role.deploy', deployRole(conditions, identityProvider));
const ofSubject = (...subjects: readonly string[]) =>
  trusting({ StringLike: { 'token.actions.githubusercontent.com:sub': subjects } });

test.each([
  ['secretsmanager:GetSecretValue', '*'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:*'],
  ['ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/*'],
  ['ssm:SendCommand', 'arn:aws:ssm:*::document/AWS-RunShellScript'],
  ['iam:PassRole', '*'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:role/*'],
  ['iam:*', 'arn:aws:iam::*:*'],
  ['secretsmanager:Get*', '*'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*'],
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:*-??????'],
  ['ssm:Get*', 'arn:aws:ssm:*:*:parameter*'],
  ['ssm:Send*', '*'],
  ['s3:GetObject', '*'],
  ['s3:PutObject', 'arn:aws:s3:::*/*'],
  ['dynamodb:Scan', 'arn:aws:dynamodb:*:*:table/*'],
])('reports a new role that may %s on %s', (action, resource) =>
  expect(dangersOf(role, policy(action, resource))).toEqual([
    expect.stringMatching(/^broader access: aws_iam_role_policy\.app allows /),
  ]),
);

test.each([
  ['secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:shop/*'],
  ['secretsmanager:DescribeSecret', '*'],
  ['ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/shop/*'],
  ['ssm:SendCommand', 'arn:aws:ssm:*:*:document/Restart-Shop'],
])('ignores a new role that may %s on %s', (action, resource) =>
  expect(dangersOf(role, policy(action, resource))).toEqual([]),
);

test('says what powerful permissions allow', () => {
  const statement = (Action: readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
  const Statement = [
    statement(['ssm:GetParameter', 'ssm:GetParametersByPath'], 'arn:aws:ssm:*:*:parameter/*'),
    statement(['secretsmanager:GetSecretValue'], '*'),
    statement(['ssm:SendCommand'], 'arn:aws:ssm:*::document/AWS-RunShellScript'),
  ];
  const powerful = created('aws_iam_role_policy.app', {
    role: 'app',
    policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  expect(dangersOf(role, powerful)).toEqual([
    'broader access: aws_iam_role_policy.app allows reading every parameter of the account, reading every secret of the account and running any command on machines',
  ]);
});

test('ignores broad permissions with a condition', () =>
  expect(
    dangersOf(
      role,
      policy('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } }),
    ),
  ).toEqual([]));

test.each(['repo:shop/*', 'repo:shop*', 'repo:sh*/web:*', 'repo*', 'repo:*', 'project_path:*', 'organization:*', '*'])(
  'reports a new role for the pipelines of all repositories: %s',
  (subject) =>
    expect(dangersOf(ofSubject(subject))).toEqual([
      `broader access: aws_iam_role.deploy can be assumed by pipelines of ${subject}`,
    ]),
);

test('reports a new role for pipelines without a condition on the repository', () =>
  expect(
    dangersOf(trusting({ StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } })),
  ).toEqual([
    'broader access: aws_iam_role.deploy can be assumed by pipelines of any repository where StringEquals token.actions.githubusercontent.com:aud sts.amazonaws.com',
  ]));

test('reports permissions for everything but a few actions or resources', () => {
  const statement = (more: object) => policy('x', '*', more);
  expect(dangersOf(role, statement({ Action: undefined, NotAction: 's3:DeleteBucket' }))).toHaveLength(1);
  const all = { Action: 'secretsmanager:GetSecretValue', Resource: undefined, NotResource: 'arn:aws:s3:::a' };
  expect(dangersOf(role, statement(all))).toHaveLength(1);
});

test('ignores patterns that another condition limits, and patterns without effect', () => {
  const sub = 'token.actions.githubusercontent.com:sub';
  const both = {
    StringLike: { [sub]: ['repo:shop/*'] },
    StringEquals: { [sub]: ['repo:shop/web:ref:refs/heads/main'] },
  };
  expect(dangersOf(trusting(both))).toEqual([]);
  expect(dangersOf(trusting({ StringEquals: { [sub]: ['repo:shop/*'] } }))).toEqual([]);
});

test('says that wildcards do not apply to subjects that are compared exactly', () => {
  const onSubject = (subject: string) =>
    deployRole({ StringEquals: { 'token.actions.githubusercontent.com:sub': subject } });
  const before = onSubject('repo:shop/web:ref:refs/heads/main');
  expect(dangersOf(updated('aws_iam_role.deploy', before, onSubject('repo:shop/web:*')))).toEqual([
    'broader access: aws_iam_role.deploy can now be assumed by pipelines of repo:shop/web:* (wildcards do not apply)',
  ]);
});

test('ignores roles for one repository, for another claim, and for other identity providers', () => {
  expect(dangersOf(ofSubject('repo:shop/web:*', 'repo:shop/api:ref:refs/heads/main'))).toEqual([]);
  const claim = { StringEquals: { 'token.actions.githubusercontent.com:repository_id': '42' } };
  expect(dangersOf(trusting(claim))).toEqual([]);
  const cluster = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
  expect(dangersOf(trusting({ StringLike: { 'oidc.eks:sub': '*' } }, cluster))).toEqual([]);
});
