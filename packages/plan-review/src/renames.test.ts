import { noteOf } from './note/note';
import { openingIn } from './opening.fixture';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created, dangersOf, deleted } from './rules/dangers.fixture';

// attributes from a plan with hashicorp/aws 6.25, shortened
const queue = (name: string, more: object = {}) => ({
  name,
  content_based_deduplication: false,
  delay_seconds: 0,
  fifo_queue: false,
  kms_master_key_id: 'arn:aws:kms:ap-northeast-1:111122223333:key/1b2c',
  max_message_size: 262144,
  message_retention_seconds: 1209600,
  receive_wait_time_seconds: 0,
  redrive_policy: '{"deadLetterTargetArn":"arn:aws:sqs:ap-northeast-1:111122223333:failed","maxReceiveCount":3}',
  visibility_timeout_seconds: 360,
  tags: { environment: 'prod', project: 'shop' },
  tags_all: { environment: 'prod', project: 'shop' },
  ...more,
});
const pair = [
  deleted('aws_sqs_queue.orders', { ...queue('orders'), id: 'https://sqs/orders', arn: 'arn:aws:sqs:e:1:orders' }),
  created('aws_sqs_queue.invoices', queue('invoices', { message_retention_seconds: 60 }), { id: true, arn: true }),
];
const review = reviewOf(planOf({ resource_changes: pair }, { stack: 'dev' }));
const note = noteOf(review, { commit: undefined });

describe('possible renames', () => {
  test('reports a possible rename as a deletion and a creation in the first line', () => {
    expect(openingIn(review)).toMatch(
      /^### 🔴 `prod` · Data loss: `aws_sqs_queue\.orders` is deleted\. Also creates the queue `invoices`\.$/,
    );
    expect(note).not.toMatch(/Renames /);
    expect(review.counts).toMatchObject({ create: 1, delete: 1, update: 0, replace: 0 });
  });

  test('reports a possible rename as data loss, without comparing values', () =>
    expect(dangersOf(...pair)).toEqual([
      'data loss: aws_sqs_queue.orders is deleted: waiting messages are lost; aws_sqs_queue.invoices, which may be the same resource at a new address, starts empty',
    ]));

  test('lists a possible rename, with the differences', () => {
    expect(review.renames).toMatchObject([
      { from: 'aws_sqs_queue.orders', differs: ['message_retention_seconds', 'name'], sameName: undefined },
    ]);
    expect(note).toMatch(
      /`aws_sqs_queue\.invoices` looks like a rename of `aws_sqs_queue\.orders` \(9\d% identical apart from names; differs in `message_retention_seconds` and `name`\)\. If this is a rename, add this moved block and keep `name = "orders"` \(any other value replaces the resource\); otherwise the data is lost\./,
    );
  });
});

test('lists eight differences of a possible rename, and the number of other differences', () => {
  // shortened attributes of a function from a plan with hashicorp/aws 6.25; the long attribute is unchanged
  const lambda = (at: number) => ({
    architectures: ['arm64'],
    description: `version ${at}`,
    environment: [{ variables: { TABLES: 'belongings,commands,digests,measurements,rooms,'.repeat(20) } }],
    ephemeral_storage: [{ size: 512 * at }],
    function_name: `readings-${at}`,
    handler: `index.handler${at}`,
    kms_key_arn: `arn:aws:kms:ap-northeast-1:111122223333:key/${at}`,
    layers: [],
    memory_size: 128 * at,
    package_type: 'Zip',
    publish: at === 1,
    reserved_concurrent_executions: at,
    role: `arn:aws:iam::111122223333:role/${at}`,
    runtime: at === 1 ? 'nodejs20.x' : 'nodejs22.x',
    skip_destroy: false,
    timeout: 10 * at,
  });
  const changes = [deleted('aws_lambda_function.old', lambda(1)), created('aws_lambda_function.new', lambda(2))];
  const reported = noteOf(reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })), { commit: undefined });
  expect(reported).toMatch(/ identical apart from names; differs in (?:`\w+`, ){7}`\w+` and 3 more\)\./);
});

test('reports data loss and changed values if only the Terraform address of a resource changes', () => {
  const under = (address: string, seconds: number) =>
    created(address, queue('orders', { message_retention_seconds: seconds }));
  const changes = [deleted('aws_sqs_queue.a', queue('orders')), under('aws_sqs_queue.b', 60)];
  expect(dangersOf(...changes)).toEqual([
    expect.stringMatching(/^data loss: aws_sqs_queue\.a is deleted: waiting messages are lost; /),
    'data loss: aws_sqs_queue.b keeps data for 1 minute instead of 14 days: older data is deleted',
  ]);
});

test.each([
  ['aws_iam_role', true],
  ['aws_cognito_user_pool', false],
])('says that a %s cannot be created while its name is used, if the name must be unique (%s)', (type, isUnique) => {
  const values = { name: 'orders', description: 'for orders' };
  const changes = [deleted(`${type}.a`, values), created(`${type}.b`, { ...values, path: '/' })];
  const [rename] = reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' })).renames;
  expect(rename?.sameName).toBe(isUnique ? 'name' : undefined);
});

test('reports a deleted public access block even if a similar block is created', () => {
  const block = (bucket: string) => ({ bucket, block_public_acls: true, block_public_policy: true });
  const type = 'aws_s3_bucket_public_access_block';
  expect(dangersOf(deleted(`${type}.a`, block('logs')), created(`${type}.b`, block('pages')))).toEqual([
    `exposure: ${type}.a is deleted: the bucket can be made public`,
  ]);
});
