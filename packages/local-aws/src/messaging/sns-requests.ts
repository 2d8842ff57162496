import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import { compileFilterPolicy, type MessageAttribute } from './sns-filter-policy';

/** Parameters of a call in AWS's query protocol, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** Returns the items of a list, each with its own parameters: `Id` of the second item for `Entries.member.2.Id`. */
export function itemsOf(parameters: Parameters, list: string): Parameters[] {
  const items = new Map<number, Record<string, string>>();
  for (const [name, value] of Object.entries(parameters)) {
    const [, position, member = ''] = name.startsWith(`${list}.`)
      ? (/^(\d+)\.(.+)$/.exec(name.slice(list.length + 1)) ?? [])
      : [];
    if (position === undefined) continue;
    items.set(Number(position), { ...items.get(Number(position)), [member]: value });
  }
  return [...items].sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** Returns the attributes of a published message. */
export const messageAttributes = (parameters: Parameters): MessageAttribute[] =>
  itemsOf(parameters, 'MessageAttributes.entry').map((item) => ({
    name: item['Name'] ?? '',
    dataType: item['Value.DataType'] ?? '',
    value: item['Value.StringValue'] ?? item['Value.BinaryValue'] ?? '',
  }));

const invalid = (reason: string) => new AwsError('InvalidParameter', `Invalid parameter: ${reason}`);

const PerProtocol = z.record(z.string(), z.unknown());

/**
 * Returns the text of a message for queues. A message with the structure `json` has one text for each protocol, and a default
 * text.
 * @throws AwsError InvalidParameter if the structure is invalid. Source: SNS API reference, "Publish", "MessageStructure"
 */
export function textForQueues({ Message: message = '', MessageStructure: structure }: Parameters): string {
  if (structure === undefined) return message;
  if (structure !== 'json') throw invalid('MessageStructure');
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  const { data: texts = {} } = PerProtocol.safeParse(parsed);
  if (typeof texts['default'] !== 'string') throw invalid('Message Structure - No default entry in JSON message body');
  return typeof texts['sqs'] === 'string' ? texts['sqs'] : texts['default'];
}

const isFifo = (topicArn: string | undefined) => topicArn?.endsWith('.fifo') === true;

/** "Must be UTF-8 text with no line breaks or control characters, and less than 100 characters long" (API reference, "Publish"). */
const Subject = /^\P{Cc}{1,99}$/u;

function checkPublish({ TopicArn: topic, Subject: subject, MessageDeduplicationId: deduplication }: Parameters): void {
  if (subject !== undefined && !Subject.test(subject)) throw invalid('Subject');
  if (deduplication !== undefined && !isFifo(topic))
    throw invalid(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
}

/** Valid values of the subscription attributes that do not accept arbitrary text. */
const attributeValues: Readonly<Record<string, (value: string) => void>> = {
  FilterPolicy: (value) => {
    // an empty string removes the policy
    if (value !== '') compileFilterPolicy(value);
  },
  FilterPolicyScope: (value) => {
    if (value !== 'MessageAttributes' && value !== 'MessageBody')
      throw invalid(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`);
  },
  RawMessageDelivery: (value) => {
    if (!/^(true|false)$/i.test(value))
      throw invalid(`Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  },
};

/** Attributes that Subscribe accepts. Source: SNS API reference, "Subscribe". */
const subscriptionAttributes = [
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
  'ReplayPolicy',
  'SubscriptionRoleArn',
];

function checkSubscribe(parameters: Parameters): void {
  const { TopicArn: topic, Protocol: protocol, Endpoint: endpoint = '' } = parameters;
  if (protocol === 'sqs') {
    if (!/^arn:[^:]+:sqs:[^:]*:[^:]*:[^:]+$/.test(endpoint)) throw invalid('SQS endpoint ARN');
    if (endpoint.endsWith('.fifo') && !isFifo(topic))
      throw invalid('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  }
  for (const { key = '', value = '' } of itemsOf(parameters, 'Attributes.entry')) {
    if (!subscriptionAttributes.includes(key)) throw invalid('AttributeName');
    attributeValues[key]?.(value);
  }
}

function checkPolicy(document: string): void {
  try {
    parsePolicy(document);
  } catch (error) {
    throw invalid(`Policy Error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Missing checks of fauxqs, keyed by action. Each check throws the AwsError that SNS returns for the call. */
const checks: Readonly<Record<string, (parameters: Parameters) => void>> = {
  CreateTopic(parameters) {
    const { Name: name = '' } = parameters;
    // "uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, […] between 1 and 256 characters long" (API
    // reference, "CreateTopic"); fauxqs checks the name of a FIFO topic
    if (!/^[\w-]{1,256}$/.test(name.replace(/\.fifo$/, ''))) throw invalid('Topic Name');
    const policy = itemsOf(parameters, 'Attributes.entry').find(({ key }) => key === 'Policy')?.['value'];
    if (policy !== undefined) checkPolicy(policy);
  },
  Publish: checkPublish,
  SetTopicAttributes({ AttributeName: name, AttributeValue: value = '' }) {
    if (name === 'Policy') checkPolicy(value);
  },
  Subscribe: checkSubscribe,
  SetSubscriptionAttributes({ AttributeName: name = '', AttributeValue: value = '' }) {
    attributeValues[name]?.(value);
  },
};

/** Rejects a call that fauxqs would accept but SNS would reject. @throws AwsError */
export const checkSnsCall = (parameters: Parameters): void => checks[parameters['Action'] ?? '']?.(parameters);

/** Largest size of the messages in a batch, in bytes. Source: SNS API reference, "PublishBatch". */
const largestBatch = 262_144;

/**
 * Returns the Publish calls of a PublishBatch call, by the ID of their entry.
 * @throws AwsError if SNS would reject the batch as a whole. Source: SNS API reference, "PublishBatch"
 */
export function entriesOf(parameters: Parameters): { id: string; publish: Parameters }[] {
  const items = itemsOf(parameters, 'PublishBatchRequestEntries.member');
  if (items.length === 0) throw new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (items.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
  const ids = items.map(({ Id: id = '' }) => id);
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id)))
    throw new AwsError(
      'InvalidBatchEntryId',
      "The Id of a batch entry in a batch request doesn't abide by the specification.",
    );
  if (items.reduce((size, { Message: message = '' }) => size + Buffer.byteLength(message), 0) > largestBatch)
    throw new AwsError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
  const { TopicArn: topic = '' } = parameters;
  return items.map(({ Id: id = '', ...entry }) => ({ id, publish: { Action: 'Publish', TopicArn: topic, ...entry } }));
}
