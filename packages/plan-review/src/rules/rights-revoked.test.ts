import { deleted, reportedBy, unchanged, updated } from './dangers.fixture';
import { rightsRevoked } from './rights-revoked';

const reported = reportedBy(rightsRevoked);
const statement = (Effect: string, Action: string | readonly string[], more: object = {}) => ({
  Effect,
  Action,
  Resource: 'arn:aws:s3:::invoices/*',
  ...more,
});
const policy = (...Statement: readonly object[]) => ({
  role: 'billing',
  name: 'invoices',
  policy: JSON.stringify({ Version: '2012-10-17', Statement }),
});
const changed = (before: object, after: object) => reported(updated('aws_iam_role_policy.invoices', before, after));
const read = statement('Allow', 's3:GetObject');
const write = statement('Allow', 's3:PutObject');

test('reports a policy that denies what it allowed', () =>
  expect(changed(policy(read), policy(statement('Deny', 's3:GetObject')))).toEqual([
    'aws_iam_role_policy.invoices now denies s3:GetObject on arn:aws:s3:::invoices/*, which it allowed before',
  ]));

test('reports a policy that no longer allows anything', () => {
  const other = statement('Deny', 's3:DeleteObject');
  expect(changed(policy(read, other), policy(other))).toEqual([
    'aws_iam_role_policy.invoices no longer allows anything',
  ]);
});

test.each([
  ['fewer permissions', policy(read, write), policy(read)],
  ['another denial', policy(read), policy(read, statement('Deny', 's3:DeleteObject'))],
  [
    'a denial without TLS',
    policy(read),
    policy(read, statement('Deny', 's3:*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
  ],
  [
    'other statements with the same meaning',
    policy(read, write),
    policy(statement('Allow', ['s3:GetObject', 's3:PutObject'])),
  ],
])('ignores %s', (_, before, after) => expect(changed(before, after)).toEqual([]));

describe('a role that loses an inline policy', () => {
  const role = (...names: readonly string[]) => ({
    name: 'billing',
    inline_policy: names.map((name) => ({ name, policy: policy(read).policy })),
  });
  const lost = updated('aws_iam_role.billing', role('invoices', 'logs'), role('logs'));

  test('is reported with the name of the policy', () =>
    expect(reported(lost)).toEqual(['aws_iam_role.billing loses the permissions of its inline policy invoices']));

  test('is not reported if a separate resource declares the policy', () => {
    const separate = (name: string) => ({ ...policy(read), name });
    expect(reported(lost, unchanged('aws_iam_role_policy.p', separate('invoices')))).toEqual([]);
    expect(reported(lost, unchanged('aws_iam_role_policy.p', separate('other')))).toHaveLength(1);
    expect(reported(lost, deleted('aws_iam_role_policy.p', separate('invoices')))).toHaveLength(1);
  });

  test('is not reported if the policy is empty', () =>
    expect(
      reported(
        updated(
          'aws_iam_role.billing',
          { name: 'billing', inline_policy: [{ name: '', policy: '' }] },
          { name: 'billing', inline_policy: [] },
        ),
      ),
    ).toEqual([]));
});
