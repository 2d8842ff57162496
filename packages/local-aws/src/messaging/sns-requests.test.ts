import { checkSnsCall, entriesOf, messageAttributes, textForQueues } from './sns-requests';

const topic = 'arn:aws:sns:eu-west-1:000000000000:news';
const queue = 'arn:aws:sqs:eu-west-1:000000000000:jobs';
const subscribe = { Action: 'Subscribe', TopicArn: topic, Protocol: 'sqs', Endpoint: queue };
const withAttribute = (key: string, value: string) => ({
  ...subscribe,
  'Attributes.entry.1.key': key,
  'Attributes.entry.1.value': value,
});
const publish = { Action: 'Publish', TopicArn: topic, Message: 'x' };

test.each([
  [{ ...publish, Subject: 'x'.repeat(99) }],
  [{ ...publish, TopicArn: `${topic}.fifo`, MessageDeduplicationId: '1' }],
  [subscribe],
  [withAttribute('FilterPolicy', '{"a":["x"]}')],
  [{ Action: 'SetSubscriptionAttributes', AttributeName: 'FilterPolicy', AttributeValue: '' }],
  [{ Action: 'CreateTopic', Name: 'news.fifo' }],
  [{ Action: 'ListTopics' }],
])('accepts %j', (parameters) => {
  expect(() => checkSnsCall(parameters)).not.toThrow();
});

test.each([
  [{ ...publish, Subject: 'x'.repeat(100) }, 'Subject'],
  [{ ...publish, Subject: 'two\nlines' }, 'Subject'],
  [{ ...publish, MessageDeduplicationId: '1' }, 'MessageDeduplicationId Reason'],
  [{ ...subscribe, Endpoint: 'http://127.0.0.1/jobs' }, 'SQS endpoint ARN'],
  [{ ...subscribe, Endpoint: `${queue}.fifo` }, 'FIFO SQS Queues can not be subscribed to standard SNS topics'],
  [withAttribute('Filter', '{}'), 'AttributeName'],
  [withAttribute('FilterPolicy', '{"a":1}'), 'FilterPolicy: $.a'],
  [withAttribute('FilterPolicyScope', 'Body'), 'FilterPolicyScope: Invalid value [Body]'],
  [withAttribute('RawMessageDelivery', 'yes'), 'RawMessageDelivery: Invalid value [yes]'],
  [{ Action: 'SetSubscriptionAttributes', AttributeName: 'FilterPolicy', AttributeValue: '[' }, 'FilterPolicy'],
  [{ Action: 'CreateTopic', Name: 'no spaces' }, 'Topic Name'],
  [{ Action: 'CreateTopic', Name: 'x'.repeat(257) }, 'Topic Name'],
])('rejects %j', (parameters, reason) => {
  expect(() => checkSnsCall(parameters)).toThrow(reason);
});

test.each([
  ['{"default":"d","sqs":"q"}', 'q'],
  ['{"default":"d","email":"e"}', 'd'],
])('for the message %j, which has a separate text for each protocol, queues receive the text %j', (message, text) => {
  expect(textForQueues({ Message: message, MessageStructure: 'json' })).toBe(text);
});

test.each([
  ['{"sqs":"q"}', 'json', 'No default entry in JSON message body'],
  ['["default"]', 'json', 'No default entry in JSON message body'],
  ['text', 'json', 'JSON message body failed to parse'],
  ['text', 'xml', 'MessageStructure'],
])('rejects the message %j with the structure %s', (message, structure, reason) => {
  expect(() => textForQueues({ Message: message, MessageStructure: structure })).toThrow(reason);
});

const batch = (...entries: readonly Record<string, string>[]): Record<string, string> => ({
  TopicArn: topic,
  ...Object.fromEntries(
    entries.flatMap((entry, index) =>
      Object.entries(entry).map(([name, value]) => [`PublishBatchRequestEntries.member.${index + 1}.${name}`, value]),
    ),
  ),
});

test('a batch consists of Publish calls with their own attributes', () => {
  const attribute = {
    'MessageAttributes.entry.1.Name': 'kind',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'light',
  };
  const [first, second] = entriesOf(batch({ Id: 'a', Message: '1', ...attribute }, { Id: 'b', Message: '2' }));
  expect(first).toMatchObject({ id: 'a', publish: { Action: 'Publish', TopicArn: topic, Message: '1' } });
  expect(messageAttributes(first?.publish ?? {})).toEqual([{ name: 'kind', dataType: 'String', value: 'light' }]);
  expect(messageAttributes(second?.publish ?? {})).toEqual([]);
});

test.each([
  ['EmptyBatchRequest', []],
  ['TooManyEntriesInBatchRequest', Array.from({ length: 11 }, (_, index) => ({ Id: `${index}`, Message: 'x' }))],
  [
    'BatchEntryIdsNotDistinct',
    [
      { Id: 'a', Message: 'x' },
      { Id: 'a', Message: 'y' },
    ],
  ],
  ['InvalidBatchEntryId', [{ Id: 'a b', Message: 'x' }]],
  [
    'BatchRequestTooLong',
    [
      { Id: 'a', Message: 'x'.repeat(200_000) },
      { Id: 'b', Message: 'x'.repeat(100_000) },
    ],
  ],
])('rejects a batch with %s', (code, entries) => {
  expect(() => entriesOf(batch(...entries))).toThrow(expect.objectContaining({ code }));
});
