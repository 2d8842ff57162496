import { dangersOf, deleted, reportedBy, updated } from './dangers.fixture';
import { protectionRemoved } from './protection-removed';

const reported = reportedBy(protectionRemoved);

describe('removed data protection', () => {
  test.each([
    [
      'aws_dynamodb_table',
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [{ enabled: false }] },
      /point-in-time recovery/,
    ],
    [
      'aws_dynamodb_table',
      { point_in_time_recovery: [{ enabled: true }] },
      { point_in_time_recovery: [] },
      /point-in-time recovery/,
    ],
    ['aws_cloudwatch_log_group', { skip_destroy: true }, { skip_destroy: false }, /deleted with its log events/],
    ['aws_kms_key', { enable_key_rotation: true }, { enable_key_rotation: false }, /rotated/],
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
      /delete locked objects/,
    ],
    ['aws_db_instance', { skip_final_snapshot: false }, { skip_final_snapshot: true }, /skips the final snapshot/],
    [
      'aws_lambda_function',
      { dead_letter_config: [{ target_arn: 'arn:q' }] },
      { dead_letter_config: [] },
      /dead-letter/,
    ],
    [
      'aws_iot_topic_rule',
      { error_action: [{ sqs: [{ queue_url: 'q' }] }] },
      { error_action: [] },
      /no longer has an error action, so messages are lost/,
    ],
    ['aws_ecr_repository', { image_tag_mutability: 'IMMUTABLE' }, { image_tag_mutability: 'MUTABLE' }, /overwritten/],
  ])('reports that %s is less protected if %j becomes %j, but not vice versa', (type, before, after, expected) => {
    expect(reported(updated(`${type}.x`, before, after))).toEqual([expect.stringMatching(expected)]);
    expect(reported(updated(`${type}.x`, after, before))).toEqual([]);
  });

  test('reports the deletion of a separate resource that protects data', () => {
    expect(reported(deleted('aws_s3_bucket_versioning.v'))).toEqual([
      'aws_s3_bucket_versioning.v is deleted: the bucket loses versioning',
    ]);
    expect(reported(deleted('aws_sqs_queue_redrive_policy.r'))).toHaveLength(1);
  });
});

test('reports lost deletion protection for any provider that uses a common attribute name', () => {
  const cluster = (is: boolean) => ({ name: 'c', deletion_protection: is });
  expect(reported(updated('google_container_cluster.c', cluster(true), cluster(false)))).toEqual([
    'google_container_cluster.c loses its deletion protection (deletion_protection: false)',
  ]);
  expect(reported(updated('google_container_cluster.c', cluster(false), cluster(true)))).toEqual([]);
});

test('does not report disabled point-in-time recovery as data loss', () => {
  // the real plan himeshima-dev-mixed disables point-in-time recovery, but no items are lost
  const recovery = (enabled: boolean) => ({ point_in_time_recovery: [{ enabled, recovery_period_in_days: 35 }] });
  expect(dangersOf(updated('aws_dynamodb_table.device_power', recovery(true), recovery(false)))).toEqual([
    'weaker protection: aws_dynamodb_table.device_power loses point-in-time recovery (point_in_time_recovery.enabled: false)',
  ]);
});

test.each([
  ['aws_dynamodb_table', 'deletion_protection_enabled'],
  ['aws_db_instance', 'deletion_protection'],
  ['google_sql_database_instance', 'deletion_protection'],
])('does not report disabled deletion protection of %s as data loss', (type, name) => {
  expect(dangersOf(updated(`${type}.x`, { [name]: true }, { [name]: false }))).toEqual([
    `weaker protection: ${type}.x loses its deletion protection (${name}: false)`,
  ]);
});
