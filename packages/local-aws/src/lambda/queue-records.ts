import type { HeldMessage } from '../messaging/queue-reader';

/** Queue and region in an event source mapping's records. */
export interface RecordSource {
  queueArn: string;
  region: string;
}

type MessageAttribute = HeldMessage['messageAttributes'][string];

const attributeOf = ({ StringValue, BinaryValue, DataType }: MessageAttribute) => ({
  ...(StringValue !== undefined && { stringValue: StringValue }),
  ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType: DataType,
});

/** Returns the event record that represents a message. Source: Lambda developer guide, "with-sqs". */
export function recordOf(message: HeldMessage, { queueArn, region }: RecordSource): object {
  const attributes = Object.entries(message.messageAttributes).map(([name, value]) => [name, attributeOf(value)]);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: Object.fromEntries(attributes),
    md5OfBody: message.md5OfBody,
    ...(message.md5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.md5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
