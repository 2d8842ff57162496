import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, deleted } from '../rules/dangers.fixture';
import type { SourceLocation } from '../sources/source-location';
import { formats } from './formats';

const queue = { name: 'orders', delay_seconds: 0, visibility_timeout_seconds: 360, receive_wait_time_seconds: 0 };
const [from, to] = ['aws_sqs_queue.orders', 'aws_sqs_queue.invoices'];
const changes = [deleted(from, queue), created(to, queue)];
const review = reviewOf(planOf({ resource_changes: changes }, { stack: 'shop' }));
const linesIn = (format: string, lines: Readonly<Record<string, number>>) => {
  const sourceOf = (address: string) => {
    const line = lines[address];
    return line === undefined ? undefined : { path: 'main.tf', line };
  };
  const context = { commit: undefined, read: () => Buffer.from(JSON.stringify(changes)), placesInCode: undefined };
  return formats[format]?.([{ file: 'plan.json', review, sourceOf }], context).replace(/\s/g, '');
};

test.each(['codequality', 'sarif'])(
  '%s reports a possible rename on the line of the new address, or else of the old address',
  (format) => {
    expect(review.renames).toMatchObject([{ from, to }]);
    expect(linesIn(format, { [from]: 3, [to]: 7 })).toMatch(/main\.tf.*"(?:begin|startLine)":7/);
    expect(linesIn(format, { [from]: 3 })).toMatch(/main\.tf.*"(?:begin|startLine)":3/);
  },
);

test('reports the line of the old address if the code of a comparison does not declare the new address', () => {
  const base = reviewOf(planOf({ resource_changes: changes }, { stack: 'shop', basis: { base: 'abc' } }));
  const elsewhere: SourceLocation = { path: 'main.ts', line: 1, isElsewhere: true };
  const placesInCode = () => (address: string) => (address === from ? { path: 'queues.ts', line: 5 } : elsewhere);
  const context = { commit: undefined, read: () => Buffer.from('{}'), placesInCode };
  const report = formats['codequality']?.([{ file: 'cdk.tf.json', review: base, sourceOf: undefined }], context);
  expect(JSON.parse(report ?? '')).toContainEqual(
    expect.objectContaining({ check_name: 'data-loss', location: { path: 'queues.ts', lines: { begin: 5 } } }),
  );
});
