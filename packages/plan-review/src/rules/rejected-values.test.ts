import { created, replaced, reportedBy, updated } from './dangers.fixture';
import { rejectedValues } from './rejected-values';

const reported = reportedBy(rejectedValues);

test.each([
  ['aws_db_instance', { db_name: 'astro-db', engine: 'mysql' }, { db_name: 'astro_db', engine: 'mysql' }],
  ['aws_db_instance', { username: 'admin', engine: 'postgres' }, { username: 'admin', engine: 'mysql' }],
  ['aws_db_parameter_group', { family: 'postgres154' }, { family: 'postgres15' }],
  ['aws_db_parameter_group', { family: 'mysql8' }, { family: 'aurora-mysql8.0' }],
  ['aws_ecr_repository', { name: 'Shop/Web' }, { name: 'shop/web-1.x' }],
  ['aws_rds_cluster', { database_name: '2shop' }, { database_name: 'shop2' }],
  [
    'aws_rds_cluster',
    { master_username: 'admin', engine: 'aurora-postgresql' },
    { master_username: 'admin', engine: 'aurora-mysql' },
  ],
  ['aws_launch_template', { image_id: 'amzn2-ami-ecs-hvm-2.0' }, { image_id: 'ami-0123456789abcdef0' }],
  ['aws_instance', { ami: 'ubuntu' }, { ami: 'resolve:ssm:/aws/service/ami' }],
  ['aws_s3_bucket', { bucket: 'Shop_Data' }, { bucket: 'shop-data.example.com' }],
] as const)('reports a new %s with %j, but not with %j', (type, rejected, accepted) => {
  expect(reported(created(`${type}.x`, rejected))).toEqual([
    expect.stringMatching(new RegExp(`^${type}\\.x cannot be created: its \\w+ \\S+ must `)),
  ]);
  expect(reported(created(`${type}.x`, accepted))).toEqual([]);
});

test('ignores the names of a restored database, which are those of its source', () =>
  expect(
    reported(created('aws_db_instance.x', { username: 'admin', engine: 'postgres', snapshot_identifier: 's' })),
  ).toEqual([]));

test('ignores existing resources, whose values were accepted', () =>
  expect(reported(updated('aws_s3_bucket.x', { bucket: 'Old_Data' }, { bucket: 'Old_Data', tags: {} }))).toEqual([]));

test('ignores values that are masked or known only after apply', () =>
  expect(
    reported(created('aws_s3_bucket.x', { bucket: 'Shop_AKIAIOSFODNN7EXAMPLE' }), created('aws_s3_bucket.y', {})),
  ).toEqual([]));

test('reports an empty password, also of a database that is replaced, but no unchanged value', () => {
  const database = (name: string, password: string) => ({ db_name: name, password });
  expect(reported(replaced('aws_db_instance.x', database('a-b', 'old'), database('a-b', '')))).toEqual([
    'aws_db_instance.x cannot be created: its password must not be empty',
  ]);
  expect(reported(created('aws_rds_cluster.x', { master_password: '' }))).toHaveLength(1);
  expect(reported(created('aws_rds_cluster.x', { master_password: '', snapshot_identifier: 's' }))).toEqual([]);
});
