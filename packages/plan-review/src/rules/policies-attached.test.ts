import { created, deleted, replaced, saidBy, updated } from './dangers.fixture';
import { policiesAttached } from './policies-attached';

const said = saidBy(policiesAttached);
const reads = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('a policy that somebody gets', () => {
  const attached = { role: 'jobs', policy_arn: reads };

  test('is told where he was there before', () =>
    expect(said(created('aws_iam_role_policy_attachment.a', attached))).toEqual([
      `jobs gets the permissions of ${reads} (aws_iam_role_policy_attachment.a)`,
    ]));

  test('is none where he has it already, in another resource or under another name', () => {
    expect(said(replaced('aws_iam_role_policy_attachment.a', attached))).toEqual([]);
    expect(
      said(
        deleted('aws_iam_role_policy_attachment.a', attached),
        created('aws_iam_role_policy_attachment.b', attached),
      ),
    ).toEqual([]);
    const before = { name: 'jobs', managed_policy_arns: [reads] };
    const role = updated('aws_iam_role.jobs', before, { ...before, managed_policy_arns: [] });
    expect(said(role, created('aws_iam_role_policy_attachment.a', attached))).toEqual([]);
  });

  test('of one who comes with the plan is told where it is everything', () => {
    const role = created('aws_iam_role.jobs', {});
    const gets = (policy_arn: string) =>
      created('aws_iam_role_policy_attachment.a', { role: '${aws_iam_role.jobs.name}', policy_arn });
    expect(said(role, gets(reads))).toEqual([]);
    expect(said(role, gets(admin))).toHaveLength(1);
  });

  test('may stand in the role itself, or be given to several', () => {
    expect(said(updated('aws_iam_role.r', { managed_policy_arns: [] }, { managed_policy_arns: [reads] }))).toEqual([
      `aws_iam_role.r gets the permissions of ${reads}`,
    ]);
    const all = { policy_arn: reads, users: ['ann', 'ben'] };
    expect(said(updated('aws_iam_policy_attachment.a', { ...all, users: ['ann'] }, all))).toEqual([
      `ben gets the permissions of ${reads} (aws_iam_policy_attachment.a)`,
    ]);
    expect(said(created('aws_iam_policy_attachment.a', all))).toEqual([
      `ann and ben get the permissions of ${reads} (aws_iam_policy_attachment.a)`,
    ]);
  });

  test('may be that of devices, or what a group may', () => {
    const target = 'arn:aws:iot:eu-west-1:1:cert/ab';
    expect(said(replaced('aws_iot_policy_attachment.a', { target, policy: 'old' }, { target, policy: 'new' }))).toEqual(
      [`${target} gets the device policy new (aws_iot_policy_attachment.a)`],
    );
    expect(
      said(
        updated('aws_iam_user_group_membership.m', { user: 'ann', groups: [] }, { user: 'ann', groups: ['admins'] }),
      ),
    ).toEqual(['ann gets the permissions of admins (aws_iam_user_group_membership.m)']);
  });
});
