import { creationSummary } from './creation-summary';
import { plain } from './note/json-output';
import { created, planned, updated } from './rules/dangers.fixture';

const summary = (...changes: readonly object[]) => creationSummary(planned(changes)).map(plain);
const table = (at: number, deletion_protection_enabled: boolean) =>
  created(`aws_dynamodb_table.t${at}`, { deletion_protection_enabled });

describe('summary of new resources', () => {
  test('counts resources without protection against deletion', () =>
    expect(
      summary(table(1, false), table(2, false), table(3, true), created('aws_s3_bucket.b', { force_destroy: true })),
    ).toEqual([
      'not protected against deletion: 2 tables (deletion_protection_enabled = false) and 1 bucket (force_destroy = true)',
    ]));

  test('counts attributes that are known only after apply if there are many new resources', () => {
    const unknown = (at: number) => {
      const one = created(`aws_sqs_queue.q${at}`, {});
      return { ...one, change: { ...one.change, after_unknown: { policy: true, tags: {} } } };
    };
    expect(summary(...Array.from({ length: 12 }, (_, at) => unknown(at)))).toEqual([
      '12 attributes of 12 resources are known only after apply',
    ]);
    expect(summary(unknown(0))).toEqual([]);
  });

  test('does not count the existing resources that the plan also changes', () =>
    expect(
      summary(table(1, false), updated('aws_dynamodb_table.t', { a: 1 }, { a: 2, deletion_protection_enabled: false })),
    ).toEqual(['not protected against deletion: 1 table (deletion_protection_enabled = false)']));
});
