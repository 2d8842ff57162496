import { plain } from '../note/json-output';
import { declaring } from '../plan/declaring.fixture';
import { created, deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { policiesAttached } from './policies-attached';

const reported = reportedBy(policiesAttached);
const reads = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('attached policies', () => {
  const attached = { role: 'jobs', policy_arn: reads };

  test('reports a policy attached to an existing principal', () =>
    expect(reported(created('aws_iam_role_policy_attachment.a', attached))).toEqual([
      `jobs is granted ${reads} (aws_iam_role_policy_attachment.a)`,
    ]));

  test('ignores a policy that the principal already has through another resource', () => {
    expect(reported(replaced('aws_iam_role_policy_attachment.a', attached))).toEqual([]);
    expect(
      reported(
        deleted('aws_iam_role_policy_attachment.a', attached),
        created('aws_iam_role_policy_attachment.b', attached),
      ),
    ).toEqual([]);
    const before = { name: 'jobs', managed_policy_arns: [reads] };
    const role = updated('aws_iam_role.jobs', before, { ...before, managed_policy_arns: [] });
    expect(reported(role, created('aws_iam_role_policy_attachment.a', attached))).toEqual([]);
  });

  test('ignores a policy of a principal that could do everything, also if its role is renamed', () => {
    const role = replaced('aws_iam_role.jobs', { name: 'old' }, { name: 'new' });
    const [was, is] = ['old', 'new'].map((name) => ({ role: name, policy_arn: name === 'old' ? admin : reads }));
    const [full, limited] = [
      deleted('aws_iam_role_policy_attachment.a', was),
      created('aws_iam_role_policy_attachment.b', is ?? {}),
    ];
    expect(reported(role, full, limited)).toEqual([]);
    expect(reported(role, limited)).toHaveLength(1);
  });

  test('reports a policy of a new principal only if the policy grants full access', () => {
    const role = created('aws_iam_role.jobs', {});
    const gets = (policy_arn: string) =>
      created('aws_iam_role_policy_attachment.a', { role: '${aws_iam_role.jobs.name}', policy_arn });
    expect(reported(role, gets(reads))).toEqual([]);
    expect(reported(role, gets(admin))).toHaveLength(1);
  });

  test('describes the broad policies of a new principal together, and starts with the most powerful', () => {
    const attach = (name: string) =>
      created(`aws_iam_role_policy_attachment.${name}`, {
        role: 'deploy',
        policy_arn: `arn:aws:iam::aws:policy/${name}`,
      });
    const names = ['AmazonEC2FullAccess', 'AmazonS3FullAccess', 'AmazonS3ReadOnlyAccess', 'IAMFullAccess'];
    expect(reported(created('aws_iam_role.deploy', { name: 'deploy' }), ...names.map(attach))).toEqual([
      'deploy is granted IAMFullAccess, AmazonEC2FullAccess and AmazonS3FullAccess (aws_iam_role_policy_attachment.IAMFullAccess and 2 more resources)',
    ]);
  });

  test('reports a policy declared by the role itself, or attached to several principals', () => {
    expect(reported(updated('aws_iam_role.r', { managed_policy_arns: [] }, { managed_policy_arns: [reads] }))).toEqual([
      `aws_iam_role.r is granted ${reads}`,
    ]);
    const all = { policy_arn: reads, users: ['ann', 'ben'] };
    expect(reported(updated('aws_iam_policy_attachment.a', { ...all, users: ['ann'] }, all))).toEqual([
      `ben is granted ${reads} (aws_iam_policy_attachment.a)`,
    ]);
    expect(reported(created('aws_iam_policy_attachment.a', all))).toEqual([
      `ann and ben are granted ${reads} (aws_iam_policy_attachment.a)`,
    ]);
  });

  test('reports device policies and group memberships', () => {
    const target = 'arn:aws:iot:eu-west-1:1:cert/ab';
    expect(
      reported(replaced('aws_iot_policy_attachment.a', { target, policy: 'old' }, { target, policy: 'new' })),
    ).toEqual([`${target} is granted the device policy new (aws_iot_policy_attachment.a)`]);
    expect(
      reported(
        updated('aws_iam_user_group_membership.m', { user: 'ann', groups: [] }, { user: 'ann', groups: ['admins'] }),
      ),
    ).toEqual(['ann is granted the permissions of admins (aws_iam_user_group_membership.m)']);
  });
});

describe('a new policy whose ARN is known only after apply', () => {
  const policy = {
    name: 'ListAccounts',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'organizations:ListAccounts', Resource: '*' },
    }),
  };
  const attached = (role: object) =>
    declaring({
      'aws_iam_policy.list': { after: policy },
      'aws_iam_role_policy_attachment.list': {
        after: { role: 'audit' },
        later: { policy_arn: ['aws_iam_policy.list.arn'] },
      },
      ...role,
    });
  const sentences = (role: object) => policiesAttached(attached(role)).map(({ what }) => plain(what));

  test('is reported with its permissions if an existing role gets it', () =>
    expect(sentences({})).toEqual([
      'audit is granted aws_iam_policy.list (aws_iam_role_policy_attachment.list), which allows organizations:ListAccounts on any resource',
    ]));

  test('is not reported for a new role', () =>
    expect(sentences({ 'aws_iam_role.audit': { after: { name: 'audit' } } })).toEqual([]));
});
