import { backupsReduced } from './backups-reduced';
import { created, dangersOf, deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { expirationAdded } from './expiration-added';
import { retentionShortened } from './retention-shortened';

describe('shorter retention periods', () => {
  const reported = reportedBy(retentionShortened);
  test.each([
    [
      'aws_cloudwatch_log_group',
      { retention_in_days: 0 },
      { retention_in_days: 7 },
      'keeps data for 7 days instead of indefinitely: older data is deleted',
    ],
    [
      'aws_rds_cluster',
      { backup_retention_period: 7 },
      { backup_retention_period: 1 },
      'keeps backups for 1 day instead of 7 days: older data is deleted',
    ],
    [
      'aws_kms_key',
      { deletion_window_in_days: 30 },
      { deletion_window_in_days: 7 },
      'has a recovery window of 7 days instead of 30 for deletions',
    ],
    [
      'aws_timestreamwrite_table',
      { retention_properties: [{ magnetic_store_retention_period_in_days: 90 }] },
      { retention_properties: [{ magnetic_store_retention_period_in_days: 9 }] },
      'keeps data for 9 days instead of 90 days: older data is deleted',
    ],
  ])('reports that %s changes from %j to %j, but not the reverse change', (type, before, after, expected) => {
    expect(reported(updated(`${type}.x`, before, after))).toEqual([`${type}.x ${expected}`]);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });
});

describe('added expiration', () => {
  const reported = reportedBy(expirationAdded);
  const rule = (id: string, days?: number, more: object = {}) => ({
    id,
    status: 'Enabled',
    expiration: days === undefined ? [] : [{ days }],
    ...more,
  });
  const rules = (...all: readonly object[]) => ({ bucket: 'b', rule: all });
  const changed = (before: object, after: object) =>
    reported(updated('aws_s3_bucket_lifecycle_configuration.c', before, after));
  const dangerOf = (id: string, what: string) => [
    `aws_s3_bucket_lifecycle_configuration.c, rule ${id}, keeps ${what}: older data is deleted`,
  ];

  test('reports each lifecycle rule of a bucket that deletes objects sooner', () => {
    expect(changed(rules(rule('a', 90), rule('b', 90)), rules(rule('b', 7), rule('a', 90)))).toEqual(
      dangerOf('b', 'objects for 7 days instead of 90 days'),
    );
    expect(changed(rules(rule('a', 90)), rules(rule('a', 90), rule('b', 7)))).toEqual(
      dangerOf('b', 'objects for 7 days instead of indefinitely'),
    );
    expect(changed(rules(rule('a', 7, { status: 'Disabled' })), rules(rule('a', 7)))).toEqual(
      dangerOf('a', 'objects for 7 days instead of indefinitely'),
    );
    const wider = dangerOf('a', 'objects for 7 days, with a different filter than before');
    expect(changed(rules(rule('a', 7, { filter: [{ prefix: 'tmp/' }] })), rules(rule('a', 7)))).toEqual(wider);
    const versions = (noncurrent_days: number) =>
      rules(rule('a', undefined, { noncurrent_version_expiration: [{ noncurrent_days }] }));
    expect(changed(versions(30), versions(3))).toEqual(dangerOf('a', 'versions for 3 days instead of 30 days'));
  });

  test('ignores reordered lifecycle rules, and rules that keep objects longer', () => {
    expect(changed(rules(rule('a', 7), rule('b', 9)), rules(rule('b', 9), rule('a', 30)))).toEqual([]);
    expect(changed(rules(rule('a', 7)), rules(rule('a', 7, { status: 'Disabled' })))).toEqual([]);
  });

  test('reports the first lifecycle rules of an existing bucket, but not the lifecycle rules of a new bucket', () => {
    const comes = created('aws_s3_bucket_lifecycle_configuration.c', rules(rule('a', 7)));
    expect(reported(comes)).toEqual(dangerOf('a', 'objects for 7 days instead of indefinitely'));
    expect(reported(comes, created('aws_s3_bucket.b', { bucket: 'b' }))).toEqual([]);
  });

  test('reports a new or changed TTL attribute of a table', () => {
    const ttl = (enabled: boolean, attribute_name = 'expiresAt') => ({ ttl: [{ enabled, attribute_name }] });
    const table = (before: object, after: object) => reported(updated('aws_dynamodb_table.t', before, after));
    expect(table(ttl(false), ttl(true))).toEqual([
      'items in aws_dynamodb_table.t expire based on the attribute expiresAt; previously, items never expired',
    ]);
    expect(table(ttl(true), ttl(true, 'deleteAt'))).toEqual([
      'items in aws_dynamodb_table.t expire based on the attribute deleteAt instead of expiresAt',
    ]);
    expect(table(ttl(true), ttl(false))).toEqual([]);
  });

  test('reports any change to a lifecycle policy for container images', () =>
    expect(reported(updated('aws_ecr_lifecycle_policy.p', { policy: '{"a":1}' }, { policy: '{"a":2}' }))).toHaveLength(
      1,
    ));
});

describe('reduced backups', () => {
  const reported = reportedBy(backupsReduced);
  const plan = (...rules: readonly (readonly [string, number | undefined])[]) => ({
    rule: rules.map(([rule_name, delete_after]) => ({
      rule_name,
      lifecycle: delete_after === undefined ? [] : [{ delete_after }],
    })),
  });

  test('reports a removed backup plan, rule or selected resource', () => {
    expect(reported(deleted('aws_backup_plan.p', plan(['daily', 30])))).toHaveLength(1);
    expect(reported(updated('aws_backup_plan.p', plan(['daily', 30], ['weekly', 90]), plan(['daily', 30])))).toEqual([
      'aws_backup_plan.p loses its rule weekly',
    ]);
    expect(
      reported(
        updated('aws_backup_selection.s', { resources: ['a', 'b'] }, { resources: ['a'], not_resources: ['c'] }),
      ),
    ).toEqual(['aws_backup_selection.s no longer backs up b and c']);
    expect(reported(updated('aws_backup_selection.s', { resources: ['a'] }, { resources: ['a', 'b'] }))).toEqual([]);
  });

  test('reports a backup rule that loses its schedule, but no tags without values', () => {
    const nightly = (schedule: string, tags: object | null) => ({
      rule: [{ rule_name: 'nightly', schedule, recovery_point_tags: tags }],
    });
    const change = updated('aws_backup_plan.p', nightly('cron(0 5 ? * * *)', {}), nightly('', null));
    expect(dangersOf(change)).toEqual([
      'weaker protection: aws_backup_plan.p, rule nightly, no longer has a schedule (cron(0 5 ? * * *))',
    ]);
  });

  test('reports backups that are kept for a shorter time', () => {
    expect(reported(updated('aws_backup_plan.p', plan(['daily', undefined]), plan(['daily', 7])))).toEqual([
      'aws_backup_plan.p, rule daily, keeps backups for 7 days instead of indefinitely',
    ]);
    expect(reported(updated('aws_backup_plan.p', plan(['daily', 7]), plan(['daily', 30])))).toEqual([]);
  });
});

test('reports lost log events of a replaced log group, but not of a log group that is only removed from the state', () => {
  expect(dangersOf(deleted('aws_cloudwatch_log_group.g', { skip_destroy: true }))).toEqual([]);
  expect(dangersOf(replaced('aws_cloudwatch_log_group.g'))).toEqual([
    expect.stringMatching(/^data loss: .*its log events are lost$/),
  ]);
});

test.each([
  ['aws_db_instance', 'its database is lost'],
  ['aws_elasticache_cluster', 'cached data is lost'],
  ['kubernetes_namespace', 'all of its objects are lost'],
  ['aws_rds_cluster', 'its databases are lost'],
  ['aws_sns_topic', 'its confirmed subscriptions are lost'],
  ['aws_sqs_queue', 'waiting messages are lost'],
])('reports the data loss of a replaced %s: %s', (type, lost) => {
  expect(dangersOf(replaced(`${type}.x`))).toContain(`data loss: ${type}.x is replaced: ${lost}`);
});

test('reports that the deletion of a bucket loses objects, or fails without force_destroy', () => {
  expect(dangersOf(deleted('aws_s3_bucket.b', { force_destroy: true }))).toEqual([
    'data loss: aws_s3_bucket.b is deleted: its objects are lost',
  ]);
  expect(dangersOf(deleted('aws_s3_bucket.b', { force_destroy: false }))).toEqual([
    'cannot be applied: aws_s3_bucket.b can be deleted only if it is empty (force_destroy is false), so the apply may fail partway',
  ]);
});

test('reports the loss of a database, except for its final snapshot', () => {
  const lost = (before: object) => dangersOf(deleted('aws_db_instance.d', before));
  expect(lost({ skip_final_snapshot: true })).toEqual([
    'data loss: aws_db_instance.d is deleted: its database, of which no final snapshot is taken, is lost',
  ]);
  expect(lost({ skip_final_snapshot: false, final_snapshot_identifier: 'last' })).toEqual([
    'data loss: aws_db_instance.d is deleted: its database, except for a final snapshot, is lost',
  ]);
  const unnamed = { skip_final_snapshot: false, final_snapshot_identifier: null };
  const why =
    'cannot be deleted: final_snapshot_identifier is not set, so its final snapshot, which would keep its data, has no name';
  expect(lost(unnamed)).toEqual([`cannot be applied: aws_db_instance.d ${why}`]);
  expect(dangersOf(replaced('aws_db_instance.d', unnamed))).toContain(
    `cannot be applied: aws_db_instance.d is replaced, but ${why}`,
  );
});

test('says how long a deleted secret can be recovered', () => {
  const lost = (before: object) => dangersOf(deleted('aws_secretsmanager_secret.s', before));
  expect(lost({ recovery_window_in_days: 7 })).toEqual([
    'data loss: aws_secretsmanager_secret.s is deleted: its secret, unless it is restored within 7 days, is lost',
  ]);
  expect(lost({ recovery_window_in_days: 0 })).toEqual([
    'data loss: aws_secretsmanager_secret.s is deleted: its secret is lost',
  ]);
});

test('reports the deletion of a replica as an outage, because its source keeps the data', () =>
  expect(dangersOf(deleted('aws_db_instance.replica', { replicate_source_db: 'main' }))).toEqual([
    'outage: aws_db_instance.replica is deleted: queries to the replica fail',
  ]));

test('reports a backup retention of 0 days as disabled backups', () =>
  expect(
    dangersOf(updated('aws_db_instance.d', { backup_retention_period: 14 }, { backup_retention_period: 0 })),
  ).toEqual([
    'data loss: aws_db_instance.d no longer keeps backups (backup_retention_period is 0 instead of 14 days)',
  ]));

test('names the waiting period before a key is deleted', () => {
  expect(dangersOf(deleted('aws_kms_key.k', { deletion_window_in_days: 7 }), deleted('aws_kms_key.l', {}))).toEqual([
    'data loss: aws_kms_key.k is deleted: all data encrypted with the key (after a waiting period of 7 days) is lost',
    'data loss: aws_kms_key.l is deleted: all data encrypted with the key (after a waiting period of 30 days) is lost',
  ]);
});
