import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, deleted, replaced, updated } from '../rules/dangers.fixture';
import { noteOf } from './note';

const note = (...sizes: readonly number[]) => {
  const functions = sizes.map((size, at) =>
    updated(`aws_lambda_function.f${at}`, { memory_size: 1 }, { memory_size: size }),
  );
  return noteOf(reviewOf(planOf({ resource_changes: functions }, { stack: 'dev' })), { commit: undefined });
};

test('describes identical changes to several resources together', () =>
  expect(note(2, 2, 2, 3)).toContain(
    [
      '- `memory_size`: `1` → `2` in 3 functions',
      '  - `aws_lambda_function.f0`, `aws_lambda_function.f1` and `aws_lambda_function.f2`',
      '',
    ].join('\n'),
  ));

test('describes identical changes separately if there are only two', () =>
  expect(note(2, 2)).toContain('- `aws_lambda_function.f1`: update\n  - `memory_size`: `1` → `2`'));

test('describes identical new resources of a slice together, and identical deleted resources', () => {
  const tags = (slice: string) => ({ tags: { slice }, instance_type: 't3.small' });
  const changes = [
    ...[1, 2, 3].map((at) => created(`aws_instance.a${at}`, tags('web'))),
    ...[4, 5, 6].map((at) => created(`aws_instance.a${at}`, tags('jobs'))),
    ...[1, 2, 3].map((at) => deleted(`example_thing.b${at}`)),
  ];
  const text = noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })), { commit: undefined });
  expect(text).toContain(
    [
      '<summary>web: 3 resources</summary>',
      '',
      '- 3 instances: create with `instance_type` = `t3.small`',
      '  - `aws_instance.a1`, `aws_instance.a2` and `aws_instance.a3`',
    ].join('\n'),
  );
  expect(text).toContain('- 3 instances: create with `instance_type` = `t3.small`\n  - `aws_instance.a4`');
  expect(text).toContain(
    '- 3 things: delete; it is unknown whether they hold data\n  - `example_thing.b1`, `example_thing.b2` and `example_thing.b3`\n',
  );
});

test('describes instances that count no longer includes, and replacements for the same reason, together', () => {
  const indexes = [2, 3, 4];
  const pets = indexes.map((at) => ({
    ...deleted('random_pet.p'),
    address: `random_pet.p[${at}]`,
    action_reason: 'delete_because_count_index',
  }));
  const ids = indexes.map((at) => ({
    ...replaced(`random_id.i${at}`, { keepers: 'a' }, {}),
    change: {
      actions: ['delete', 'create'],
      before: { keepers: { a: 'b' } },
      after: {},
      after_unknown: { keepers: true },
      replace_paths: [['keepers']],
    },
  }));
  const text = noteOf(reviewOf(planOf({ resource_changes: [...pets, ...ids] }, { stack: 'dev' })), {
    commit: undefined,
  });
  expect(text).toContain('- 3 random names: delete because count no longer includes their indexes\n');
  expect(text).toContain(
    '- 3 random ids: replace because `keepers` is known only after apply: destroyed and created again\n',
  );
});

test('describes objects of which only the etag changes together, and last', () => {
  const objects = ['a', 'b', 'c'].map((name) =>
    updated(
      `aws_s3_object.${name}`,
      { etag: `${name}1`, server_side_encryption: 'aws:kms' },
      { etag: `${name}2`, server_side_encryption: 'aws:kms' },
    ),
  );
  const other = updated('aws_cloudwatch_log_group.g', { retention_in_days: 14 }, { retention_in_days: 0 });
  expect(
    noteOf(reviewOf(planOf({ resource_changes: [...objects, other] }, { stack: 'dev' })), { commit: undefined }),
  ).toContain(
    [
      '- `aws_cloudwatch_log_group.g`: update',
      '  - `retention_in_days`: `14` → `0` (forever)',
      '',
      '- 3 S3 objects: update, which may recur in every plan, because the etags of these objects are not their MD5 hashes',
      '  - the etag changes',
      '  - `aws_s3_object.a`, `aws_s3_object.b` and `aws_s3_object.c`',
    ].join('\n'),
  );
});

test('names some of many resources with identical changes, and lists the others below', () => {
  const text = note(...Array.from({ length: 30 }, () => 2));
  expect(text).toContain('`aws_lambda_function.f19` and 10 more\n');
  expect(text).toContain('<summary>Other affected resources (10)</summary>\n\n- `aws_lambda_function.f20` update');
});

test('lists updates without a changed value together, and last', () => {
  const same = (address: string) => updated(address, { size: 1 }, { size: 1 });
  const text = noteOf(
    reviewOf(
      planOf(
        {
          resource_changes: [
            ...['aws_db_instance.a', 'aws_sqs_queue.b', 'aws_sns_topic.c'].map(same),
            updated('aws_sqs_queue.d', { delay_seconds: 1 }, { delay_seconds: 2 }),
          ],
        },
        { stack: 'dev' },
      ),
    ),
    { commit: undefined },
  );
  expect(text).toMatch(/^### .* and 3 resources without a visible change\.$/m);
  expect(text).toContain('- 3 resources: update with no changed value\n  - `aws_db_instance.a`, ');
  expect(text.indexOf('aws_sqs_queue.d')).toBeLessThan(text.indexOf('- 3 resources: update'));
});
