import { messageOf, queueArn, region } from './polling.fixture';
import { recordOf } from './queue-records';

test('recordOf returns a record in the format that the Lambda developer guide shows', () => {
  const attributes = { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'a' };
  const message = messageOf('text', {
    md5OfBody: '1cb251ec0d568de6a929b520c4aed8d1',
    md5OfMessageAttributes: 'd41d8cd98f00b204e9800998ecf8427e',
    attributes,
    messageAttributes: {
      kind: { DataType: 'String', StringValue: 'urgent' },
      image: { DataType: 'Binary', BinaryValue: 'AQI=' },
    },
  });
  expect(recordOf(message, { queueArn, region })).toEqual({
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: 'text',
    attributes,
    messageAttributes: {
      kind: { stringValue: 'urgent', stringListValues: [], binaryListValues: [], dataType: 'String' },
      image: { binaryValue: 'AQI=', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    },
    md5OfBody: '1cb251ec0d568de6a929b520c4aed8d1',
    md5OfMessageAttributes: 'd41d8cd98f00b204e9800998ecf8427e',
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  });
});

test('recordOf omits the digest of attributes if the message has none', () =>
  expect(recordOf(messageOf('text'), { queueArn, region })).not.toHaveProperty('md5OfMessageAttributes'));
