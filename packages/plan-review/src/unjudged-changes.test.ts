import { plain } from './note/json-output';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, deleted, replaced, updated } from './rules/dangers.fixture';
import { describeUnjudged } from './unjudged-changes';

const review = (...changes: readonly object[]) => reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' }));
const summary = (...changes: readonly object[]) => {
  const { verdict, unjudged } = review(...changes);
  return [verdict, ...describeUnjudged(unjudged).map(plain)];
};

describe('unjudged changes', () => {
  test('includes every change of a resource type without rules', () =>
    expect(
      summary(created('okta_app.a', {}), created('okta_app.b', {}), updated('okta_x.c', { a: 1 }, { a: 2 })),
    ).toEqual(['unjudged', '3 resources of types without rules (okta_app, okta_x)']));

  test('includes deletions and replacements without a danger', () =>
    expect(
      summary(deleted('aws_cloudwatch_query_definition.q'), replaced('aws_key_pair.k', { a: 1 }, { a: 2 })),
    ).toEqual(['unjudged', '1 deletion (aws_cloudwatch_query_definition.q)', '1 replacement (aws_key_pair.k)']));

  test('includes the deletion of an object that an earlier replacement left over', () =>
    expect(summary({ ...deleted('aws_subnet.a'), deposed: '1a2b3c4d' })).toEqual([
      'unjudged',
      '1 deletion (aws_subnet.a)',
    ]));

  test('includes a changed security-relevant attribute that no table lists', () =>
    expect(summary(updated('aws_db_instance.d', { ca_cert_identifier: 'a' }, { ca_cert_identifier: 'b' }))).toEqual([
      'unjudged',
      '1 change of security-relevant attributes (aws_db_instance.ca_cert_identifier)',
    ]));
});

test('does not judge values of a Helm release that are not YAML', () => {
  const release = (...values: readonly string[]) => ({ name: 'web', chart: 'web', values });
  const changed = (text: string) => updated('helm_release.web', release('a: 1'), release(text));
  expect(summary(changed('a: [1'))).toEqual(['unjudged', expect.stringContaining('helm_release.values')]);
  expect(summary(changed('a: 2'))).toEqual(['harmless']);
});

describe('harmless changes', () => {
  test.each([
    ['of tags', updated('aws_db_instance.d', { tags: { owner: 'a' } }, { tags: { owner: 'b' } })],
    ['of a description', updated('aws_security_group.g', { description: 'a' }, { description: 'public access' })],
    ['to a safer value', updated('aws_db_instance.d', { publicly_accessible: true }, { publicly_accessible: false })],
    ['of a size', updated('aws_db_instance.d', { allocated_storage: 100 }, { allocated_storage: 200 })],
    ['that creates a private bucket', created('aws_s3_bucket.b', { bucket: 'b' })],
    ['that replaces a deployment', replaced('aws_api_gateway_deployment.d', { triggers: 'a' }, { triggers: 'b' })],
  ])('shows a harmless change %s in green', (_, change) => expect(summary(change)).toEqual(['harmless']));
});

test('does not list a dangerous change as unjudged', () =>
  expect(summary(deleted('example_database.d'))).toEqual(['critical']));
