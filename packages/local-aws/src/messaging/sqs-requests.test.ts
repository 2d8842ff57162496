import { checkBatch, checkSqsCall, type SqsInput } from './sqs-requests';

const arn = 'arn:aws:sqs:eu-west-1:000000000000:dead';
const queues = { find: (name: string) => (name.startsWith(arn) ? { isFifo: name.endsWith('.fifo') } : undefined) };
const redrive = (deadLetterTargetArn: string, maxReceiveCount: unknown = 3) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
});
const attribute = { DataType: 'String', StringValue: 'x' };
const handle = '5f1d2c3a-0d0e-4f10-9a11-121314151617';

test.each<[string, SqsInput]>([
  [
    'SendMessage',
    { DelaySeconds: 900, MessageAttributes: { 'a-b_c.d': { DataType: 'Number.int', StringValue: '1' } } },
  ],
  ['DeleteMessage', { ReceiptHandle: handle }],
  ['CreateQueue', { QueueName: 'orders', Attributes: redrive(arn, '3') }],
  ['CreateQueue', { QueueName: 'orders.fifo', Attributes: redrive(`${arn}.fifo`) }],
  ['SetQueueAttributes', { QueueUrl: 'http://x/orders', Attributes: { RedrivePolicy: '' } }],
  ['GetQueueAttributes', { AttributeNames: ['All', 'QueueArn'] }],
  ['ListQueues', {}],
])('accepts %s with %j', (operation, input) => {
  expect(() => checkSqsCall(operation, input, queues)).not.toThrow();
});

test.each<[string, SqsInput, string]>([
  ['SendMessage', { DelaySeconds: 901 }, 'DelaySeconds must be >= 0 and <= 900'],
  ['SendMessage', { MessageAttributes: { ö: attribute } }, "name 'ö' is invalid"],
  ['SendMessage', { MessageAttributes: { 'AWS.a': attribute } }, "name 'AWS.a' is invalid"],
  ['SendMessage', { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } }, 'type prefixes is Binary'],
  [
    'SendMessage',
    { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
    "non-empty value of type 'String'",
  ],
  [
    'SendMessage',
    { MessageAttributes: { a: { DataType: 'Binary', StringValue: 'x' } } },
    "non-empty value of type 'Binary'",
  ],
  [
    'SendMessage',
    { MessageAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, attribute])) },
    'Number of message attributes [11] exceeds the allowed maximum [10]',
  ],
  ['DeleteMessage', { ReceiptHandle: 'x' }, 'The input receipt handle is invalid'],
  ['ChangeMessageVisibility', {}, 'The input receipt handle is invalid'],
  ['CreateQueue', { QueueName: 'x'.repeat(81) }, '1 to 80 in length'],
  ['CreateQueue', { QueueName: 'a/b' }, '1 to 80 in length'],
  ['CreateQueue', { QueueName: 'a', Attributes: { Visibility: '1' } }, 'Unknown Attribute Visibility.'],
  ['CreateQueue', { QueueName: 'a', Attributes: { RedrivePolicy: '[' } }, 'not a valid JSON map'],
  ['CreateQueue', { QueueName: 'a', Attributes: redrive(arn, 0) }, 'maxReceiveCount from 1 to 1000'],
  ['CreateQueue', { QueueName: 'a', Attributes: redrive(`${arn}.fifo`) }, 'same type of queue as the source'],
  ['SetQueueAttributes', { QueueUrl: 'http://x/a', Attributes: redrive('arn:other') }, 'target does not exist'],
  ['GetQueueAttributes', { AttributeNames: ['Size'] }, 'Unknown Attribute Size.'],
  ['TagQueue', { Tags: {} }, 'must contain the parameter Tags'],
  [
    'TagQueue',
    { QueueUrl: 'http://x/a', Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [index, ''])) },
    'Too many tags added for queue a.',
  ],
  ['UntagQueue', { TagKeys: [] }, 'Tag keys must be between 1 and 128 characters'],
])('rejects %s with %j', (operation, input, reason) => {
  expect(() => checkSqsCall(operation, input, queues)).toThrow(reason);
});

test.each([
  ['EmptyBatchRequest', []],
  ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => ({ Id: `${index}` }))],
  ['BatchEntryIdsNotDistinct', [{ Id: 'a' }, { Id: 'a' }]],
  ['InvalidBatchEntryId', [{ Id: 'x'.repeat(81) }]],
])('rejects a batch with %s', (code, entries) => {
  expect(() => checkBatch('SendMessageBatch', entries)).toThrow(expect.objectContaining({ code }));
});

test('rejects only the invalid entries of a batch', () => {
  const entries = [
    { Id: 'now', DelaySeconds: 0 },
    { Id: 'late', DelaySeconds: 1000 },
  ];
  expect(checkBatch('SendMessageBatch', entries)).toEqual({
    accepted: [entries[0]],
    failed: [
      { Id: 'late', SenderFault: true, Code: 'InvalidParameterValue', Message: expect.stringContaining('1000') },
    ],
  });
  expect(checkBatch('DeleteMessageBatch', [{ Id: 'a', ReceiptHandle: 'x' }]).failed).toEqual([
    {
      Id: 'a',
      SenderFault: true,
      Code: 'ReceiptHandleIsInvalid',
      Message: 'The input receipt handle "x" is not a valid receipt handle.',
    },
  ]);
});
