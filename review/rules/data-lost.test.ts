import { backupsFewer } from './backups-fewer';
import { created, dangersOf, deleted, replaced, saidBy, updated } from './dangers.fixture';
import { expires } from './expires';
import { protectionOff } from './protection-off';
import { retentionShortened } from './retention-shortened';

describe('what protects data and does so no longer', () => {
  const said = saidBy(protectionOff);
  test.each([
    [
      'aws_dynamodb_table',
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [{ enabled: false }] },
      /restored/,
    ],
    ['aws_dynamodb_table', { point_in_time_recovery: [{ enabled: true }] }, { point_in_time_recovery: [] }, /restored/],
    ['aws_cloudwatch_log_group', { skip_destroy: true }, { skip_destroy: false }, /goes with its lines/],
    ['aws_kms_key', { is_enabled: true }, { is_enabled: false }, /cannot be read/],
    ['aws_kms_key', { enable_key_rotation: true }, { enable_key_rotation: false }, /rotated/],
    [
      'aws_kinesis_firehose_delivery_stream',
      { server_side_encryption: [{ enabled: true }] },
      { server_side_encryption: [{ enabled: false }] },
      /encrypted/,
    ],
    [
      'aws_msk_cluster',
      { encryption_info: [{ encryption_in_transit: [{ client_broker: 'TLS' }] }] },
      { encryption_info: [{ encryption_in_transit: [{ client_broker: 'PLAINTEXT' }] }] },
      /without TLS/,
    ],
    [
      'aws_opensearch_domain',
      { domain_endpoint_options: [{ enforce_https: true }] },
      { domain_endpoint_options: [{ enforce_https: false }] },
      /without TLS/,
    ],
    [
      'aws_s3_bucket_versioning',
      { versioning_configuration: [{ status: 'Enabled' }] },
      { versioning_configuration: [{ status: 'Suspended' }] },
      /no versions/,
    ],
    [
      'aws_s3_bucket_object_lock_configuration',
      { rule: [{ default_retention: [{ mode: 'COMPLIANCE', days: 9 }] }] },
      { rule: [{ default_retention: [{ mode: 'GOVERNANCE', days: 9 }] }] },
      /delete what is locked/,
    ],
    ['aws_db_instance', { skip_final_snapshot: false }, { skip_final_snapshot: true }, /no last snapshot/],
    [
      'aws_lambda_function',
      { dead_letter_config: [{ target_arn: 'arn:q' }] },
      { dead_letter_config: [] },
      /dead-letter/,
    ],
    ['aws_ecr_repository', { image_tag_mutability: 'IMMUTABLE' }, { image_tag_mutability: 'MUTABLE' }, /written over/],
  ])('%s: %j, then %j, and not the other way', (type, before, after, expected) => {
    expect(said(updated(`${type}.x`, before, after))).toEqual([expect.stringMatching(expected)]);
    expect(said(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test('by being there', () => {
    expect(said(deleted('aws_s3_bucket_versioning.v'))).toEqual([
      'aws_s3_bucket_versioning.v is deleted: it protected a bucket',
    ]);
    expect(said(deleted('aws_sqs_queue_redrive_policy.r'))).toHaveLength(1);
  });

  test('is not told of what only the apply will know', () =>
    expect(said(updated('aws_sns_topic.t', { kms_master_key_id: 'k' }, {}, { kms_master_key_id: true }))).toEqual([]));
});

describe('data that is kept for a shorter time', () => {
  const said = saidBy(retentionShortened);
  test.each([
    [
      'aws_cloudwatch_log_group',
      { retention_in_days: 0 },
      { retention_in_days: 7 },
      'keeps data for 7 days instead of for ever: what is older is deleted',
    ],
    [
      'aws_rds_cluster',
      { backup_retention_period: 7 },
      { backup_retention_period: 1 },
      'keeps backups for 1 day instead of 7 days: what is older is deleted',
    ],
    [
      'aws_kms_key',
      { deletion_window_in_days: 30 },
      { deletion_window_in_days: 7 },
      'can be had back for 7 days once somebody deletes it instead of 30 days',
    ],
    [
      'aws_timestreamwrite_table',
      { retention_properties: [{ magnetic_store_retention_period_in_days: 90 }] },
      { retention_properties: [{ magnetic_store_retention_period_in_days: 9 }] },
      'keeps data for 9 days instead of 90 days: what is older is deleted',
    ],
  ])('%s: %j, then %j', (type, before, after, expected) => {
    expect(said(updated(`${type}.x`, before, after))).toEqual([`${type}.x ${expected}`]);
    expect(said(updated(`${type}.x`, after, before))).toEqual([]);
  });
});

describe('what is deleted by itself', () => {
  const said = saidBy(expires);
  const rule = (id: string, days?: number, more: object = {}) => ({
    id,
    status: 'Enabled',
    expiration: days === undefined ? [] : [{ days }],
    ...more,
  });
  const rules = (...all: readonly object[]) => ({ bucket: 'b', rule: all });
  const changed = (before: object, after: object) =>
    said(updated('aws_s3_bucket_lifecycle_configuration.c', before, after));
  const told = (id: string, what: string) => [
    `aws_s3_bucket_lifecycle_configuration.c, rule ${id}, keeps ${what}: what is older is deleted`,
  ];

  test('of a bucket is told by each of its rules', () => {
    expect(changed(rules(rule('a', 90), rule('b', 90)), rules(rule('b', 7), rule('a', 90)))).toEqual(
      told('b', 'objects for 7 days instead of 90 days'),
    );
    expect(changed(rules(rule('a', 90)), rules(rule('a', 90), rule('b', 7)))).toEqual(
      told('b', 'objects for 7 days instead of for ever'),
    );
    expect(changed(rules(rule('a', 7, { status: 'Disabled' })), rules(rule('a', 7)))).toEqual(
      told('a', 'objects for 7 days instead of for ever'),
    );
    const wider = told('a', 'objects for 7 days, and others of them than before');
    expect(changed(rules(rule('a', 7, { filter: [{ prefix: 'tmp/' }] })), rules(rule('a', 7)))).toEqual(wider);
    const versions = (noncurrent_days: number) =>
      rules(rule('a', undefined, { noncurrent_version_expiration: [{ noncurrent_days }] }));
    expect(changed(versions(30), versions(3))).toEqual(told('a', 'versions for 3 days instead of 30 days'));
  });

  test('of a bucket is none where it is kept for longer, or in another order', () => {
    expect(changed(rules(rule('a', 7), rule('b', 9)), rules(rule('b', 9), rule('a', 30)))).toEqual([]);
    expect(changed(rules(rule('a', 7)), rules(rule('a', 7, { status: 'Disabled' })))).toEqual([]);
  });

  test('of a bucket that is there is told where its first rules come, of a new one it is not', () => {
    const comes = created('aws_s3_bucket_lifecycle_configuration.c', rules(rule('a', 7)));
    expect(said(comes)).toEqual(told('a', 'objects for 7 days instead of for ever'));
    expect(said(comes, created('aws_s3_bucket.b', { bucket: 'b' }))).toEqual([]);
  });

  test('of a table is told by the time that its items carry', () => {
    const ttl = (enabled: boolean, attribute_name = 'ends') => ({ ttl: [{ enabled, attribute_name }] });
    const table = (before: object, after: object) => said(updated('aws_dynamodb_table.t', before, after));
    expect(table(ttl(false), ttl(true))).toEqual(['items of aws_dynamodb_table.t expire by ends, and did not before']);
    expect(table(ttl(true), ttl(true, 'until'))).toEqual([
      'items of aws_dynamodb_table.t expire by until instead of ends',
    ]);
    expect(table(ttl(true), ttl(false))).toEqual([]);
  });

  test('of images is told by any other rules', () =>
    expect(said(updated('aws_ecr_lifecycle_policy.p', { policy: '{"a":1}' }, { policy: '{"a":2}' }))).toHaveLength(1));
});

describe('what is backed up', () => {
  const said = saidBy(backupsFewer);
  const plan = (...rules: readonly (readonly [string, number | undefined])[]) => ({
    rule: rules.map(([rule_name, delete_after]) => ({
      rule_name,
      lifecycle: delete_after === undefined ? [] : [{ delete_after }],
    })),
  });

  test('is less where a plan, a rule or what it chooses goes', () => {
    expect(said(deleted('aws_backup_plan.p', plan(['daily', 30])))).toHaveLength(1);
    expect(said(updated('aws_backup_plan.p', plan(['daily', 30], ['weekly', 90]), plan(['daily', 30])))).toEqual([
      'aws_backup_plan.p no longer backs up by its rule weekly',
    ]);
    expect(
      said(updated('aws_backup_selection.s', { resources: ['a', 'b'] }, { resources: ['a'], not_resources: ['c'] })),
    ).toEqual(['aws_backup_selection.s no longer backs up b and c']);
    expect(said(updated('aws_backup_selection.s', { resources: ['a'] }, { resources: ['a', 'b'] }))).toEqual([]);
  });

  test('is kept for a shorter time', () => {
    expect(said(updated('aws_backup_plan.p', plan(['daily', undefined]), plan(['daily', 7])))).toEqual([
      'aws_backup_plan.p, rule daily, keeps backups for 7 days instead of for ever',
    ]);
    expect(said(updated('aws_backup_plan.p', plan(['daily', 7]), plan(['daily', 30])))).toEqual([]);
  });
});

test('a log group that is only forgotten loses nothing, one that is replaced does', () => {
  expect(dangersOf(deleted('aws_cloudwatch_log_group.g', { skip_destroy: true }))).toEqual([]);
  expect(dangersOf(replaced('aws_cloudwatch_log_group.g'))).toEqual([
    expect.stringMatching(/^data lost: .*its log lines are gone$/),
  ]);
});

test.each([
  ['aws_db_instance', 'its database is gone'],
  ['aws_elasticache_cluster', 'what it remembers is gone'],
  ['kubernetes_namespace', 'everything that is in it is gone'],
  ['aws_rds_cluster', 'its databases are gone'],
  ['aws_sns_topic', 'its subscriptions that people have confirmed are gone'],
  ['aws_sqs_queue', 'messages that wait in it are gone'],
])('of one %s that is replaced it says that %s', (type, lost) => {
  expect(dangersOf(replaced(`${type}.x`))).toContain(`data lost: ${type}.x is replaced: ${lost}`);
});

test('what protects by the names that every provider uses is missed, whatever the type', () => {
  const cluster = (is: boolean) => ({ name: 'c', deletion_protection: is });
  const protection = saidBy(protectionOff);
  expect(protection(updated('google_container_cluster.c', cluster(true), cluster(false)))).toEqual([
    'google_container_cluster.c can be deleted from now on (deletion_protection)',
  ]);
  expect(protection(updated('google_container_cluster.c', cluster(false), cluster(true)))).toEqual([]);
});
