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

test('names the key or the algorithm of a new encryption', () => {
  const encryption = (sse_algorithm: string) => ({
    bucket: 'uploads',
    rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm }] }],
  });
  const type = 'aws_s3_bucket_server_side_encryption_configuration';
  expect(described(bucket('uploads'), created(`${type}.uploads`, encryption('AES256')))).toEqual([
    'adds server_side_encryption_configuration (AES256) to the existing aws_s3_bucket.uploads',
  ]);
  const configuration = {
    root_module: {
      resources: [
        {
          address: `${type}.uploads`,
          mode: 'managed',
          type,
          expressions: {
            rule: [
              {
                apply_server_side_encryption_by_default: [
                  { kms_master_key_id: { references: ['aws_kms_key.data.arn', 'aws_kms_key.data'] } },
                ],
              },
            ],
          },
        },
      ],
    },
  };
  const rule = [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: true }] }];
  const plan = planOf(
    {
      resource_changes: [bucket('uploads'), created(`${type}.uploads`, encryption('aws:kms'), { rule })],
      configuration,
    },
    { stack: 'dev' },
  );
  expect(
    describeAddedSettings(
      plan,
      plan.changes.filter(({ action }) => action === 'create'),
    ).map(plain),
  ).toEqual([
    'adds server_side_encryption_configuration with aws_kms_key.data.arn to the existing aws_s3_bucket.uploads',
  ]);
});
