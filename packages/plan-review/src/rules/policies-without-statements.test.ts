import { created, dangersOf, reportedBy, updated } from './dangers.fixture';
import { policiesWithoutStatements } from './policies-without-statements';

const reported = reportedBy(policiesWithoutStatements);
const empty = '{"Version":"2012-10-17","Statement":null}';

describe('policies without statements', () => {
  test.each([empty, '{"Version":"2012-10-17"}', '{"Version":"2012-10-17","Statement":[]}'])(
    'reports that AWS rejects the policy %s',
    (policy) => {
      const change = created('aws_s3_bucket_policy.p', { bucket: 'packages', policy });
      expect(dangersOf(change)).toEqual([
        'cannot be applied: aws_s3_bucket_policy.p has no statements in its policy (policy), so the apply will fail partway',
      ]);
    },
  );

  test('ignores a policy that does not change, and a document that is not a policy', () => {
    const bucket = (policy: string, tags: object) => ({ bucket: 'packages', policy, tags });
    expect(reported(updated('aws_s3_bucket.b', bucket(empty, {}), bucket(empty, { a: 'b' })))).toEqual([]);
    expect(reported(created('aws_s3_bucket_policy.p', { policy: '{"a":1}' }))).toEqual([]);
  });
});

test('reports a new trust policy without a principal, which trusts no one', () => {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole' };
  const role = (...statements: readonly object[]) =>
    created('aws_iam_role.app', {
      name: 'app',
      assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
  expect(dangersOf(role(statement))).toEqual([
    'cannot be applied: aws_iam_role.app trusts no principal in a statement of its policy (assume_role_policy), so the apply will fail partway',
  ]);
  expect(dangersOf(role({ ...statement, Principal: { Service: 'ec2.amazonaws.com' } }))).toEqual([]);
});
