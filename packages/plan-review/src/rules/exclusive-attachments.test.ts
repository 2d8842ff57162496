import { created, dangersOf } from './dangers.fixture';

test('reports an exclusive attachment of a policy of AWS, but not of an own policy', () => {
  const attachment = (policy_arn: string) => created('aws_iam_policy_attachment.s3', { name: 's3', policy_arn });
  expect(dangersOf(attachment('arn:aws:iam::aws:policy/service-role/AmazonS3ReadOnlyAccess'))).toEqual([
    'outage: aws_iam_policy_attachment.s3 detaches AmazonS3ReadOnlyAccess from all other roles, users and groups of the account: what they do with its rights fails',
  ]);
  expect(dangersOf(attachment('arn:aws:iam::111122223333:policy/own'))).toEqual([]);
});
