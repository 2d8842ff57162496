import { describeAddedSettings } from './added-settings';
import { plain } from './note/json-output';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, unchanged } from './rules/dangers.fixture';

const bucket = (name: string) => unchanged(`aws_s3_bucket.${name}`, { id: name, bucket: name });
const setting = (kind: string, name: string, bucketName = name) =>
  created(`aws_s3_bucket_${kind}.${name}`, { bucket: bucketName });
const described = (...changes: readonly object[]) => {
  const plan = planOf({ resource_changes: changes }, { stack: 'dev' });
  return describeAddedSettings(
    plan,
    plan.changes.filter(({ action }) => action === 'create'),
  ).map(plain);
};

test('names the new settings of an existing resource', () =>
  expect(described(bucket('uploads'), setting('versioning', 'uploads'), setting('policy', 'uploads'))).toEqual([
    'adds versioning and policy to the existing aws_s3_bucket.uploads',
  ]));

test('counts further resources', () => {
  const names = ['a', 'b', 'c', 'd'];
  expect(described(...names.map(bucket), ...names.map((name) => setting('versioning', name)))).toEqual([
    'adds versioning to the existing aws_s3_bucket.a, versioning to the existing aws_s3_bucket.b and settings to 2 more resources',
  ]);
});

test('ignores settings of new and of unknown resources', () => {
  expect(described(created('aws_s3_bucket.uploads', { bucket: 'uploads' }), setting('versioning', 'uploads'))).toEqual(
    [],
  );
  expect(described(setting('versioning', 'uploads'))).toEqual([]);
});

test('is part of the headline', () => {
  const changes = [bucket('uploads'), setting('versioning', 'uploads')];
  expect(plain(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })).headline)).toMatch(
    /; adds versioning to the existing aws_s3_bucket\.uploads\.$/,
  );
});
