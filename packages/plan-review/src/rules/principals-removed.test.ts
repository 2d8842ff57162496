import { reportedBy, updated } from './dangers.fixture';
import { principalsRemoved } from './principals-removed';

const reported = reportedBy(principalsRemoved);
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const allowing = (...principals: readonly string[]) => ({
  bucket: 'backups',
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: principals },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::backups/*',
    },
  }),
});
const changed = (before: object, after: object) => reported(updated('aws_s3_bucket_policy.p', before, after));

test('reports principals that a policy no longer mentions', () =>
  expect(changed(allowing(role('old')), allowing(role('new')))).toEqual([
    `aws_s3_bucket_policy.p no longer allows anything for ${role('old')}`,
  ]));

test('ignores policies that allow the same principals, more of them, or everyone', () => {
  expect(changed(allowing(role('a'), role('b')), allowing(role('b'), role('a')))).toEqual([]);
  expect(changed(allowing(role('a')), allowing(role('a'), role('b')))).toEqual([]);
  expect(changed(allowing(role('a')), allowing('*'))).toEqual([]);
});
