import { parsePolicy } from '@himeshima/aws-policy';
import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import type { StoredQueue } from './fauxqs-stores';

const invalid = (message: string) => new AwsError('InvalidParameterValue', message);
const missing = (parameter: string) =>
  new AwsError('MissingParameter', `The request must contain the parameter ${parameter}.`);

const Attribute = z.looseObject({
  DataType: z.string().default(''),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** Input of a call to SQS, or of an entry in a batch. */
export const SqsInput = z.looseObject({
  Id: z.string().optional(),
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
  MessageBody: z.string().optional(),
  DelaySeconds: z.number().optional(),
  ReceiptHandle: z.string().optional(),
  MessageAttributes: z.record(z.string(), Attribute).optional(),
  MessageAttributeNames: z.array(z.string()).optional(),
  AttributeNames: z.array(z.string()).optional(),
  Attributes: z.record(z.string(), z.string()).optional(),
  Tags: z.record(z.string(), z.string()).optional(),
  TagKeys: z.array(z.string()).optional(),
});
export type SqsInput = z.output<typeof SqsInput>;
export const BatchInput = SqsInput.extend({ Entries: z.array(SqsInput).default([]) });

/** Largest number of attributes of a message. Source: SQS developer guide, "sqs-message-metadata". */
const mostAttributes = 10;

function checkAttribute(
  name: string,
  { DataType: type, StringValue: text, BinaryValue: bytes }: z.output<typeof Attribute>,
): void {
  if (!/^(?!aws\.|amazon\.)[\w.-]{1,256}$/i.test(name))
    throw invalid(
      `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters.`,
    );
  if (!/^(String|Number|Binary)(\..+)?$/.test(type))
    throw invalid(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  if ((type.startsWith('Binary') ? bytes : text) === undefined || text === '' || bytes === '')
    throw invalid(`Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`);
}

function checkMessage({ DelaySeconds: delay = 0, MessageAttributes: attributes = {} }: SqsInput): void {
  if (delay < 0 || delay > 900)
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  const named = Object.entries(attributes);
  if (named.length > mostAttributes)
    throw invalid(`Number of message attributes [${named.length}] exceeds the allowed maximum [${mostAttributes}].`);
  for (const [name, attribute] of named) checkAttribute(name, attribute);
}

/** The receipt handles that fauxqs issues are UUIDs. A handle of a deleted message is valid. */
function checkHandle({ Id: id, ReceiptHandle: handle = '' }: SqsInput): void {
  if (z.uuid().safeParse(handle).success) return;
  const about = id === undefined ? 'is invalid' : `"${handle}" is not a valid receipt handle`;
  throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle ${about}.`, 404);
}

/** Attributes that a caller can set. Source: SQS API reference, "CreateQueue", "SetQueueAttributes". */
const settableAttributes = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'Policy',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];
/** Attributes that a caller can read. Source: SQS API reference, "GetQueueAttributes". */
const readableAttributes = [
  ...settableAttributes,
  'All',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

function checkNames(names: readonly string[], known: readonly string[]): void {
  for (const name of names)
    if (!known.includes(name)) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

/** Queues that a check can look up. */
export interface KnownQueues {
  find(arn: string): Pick<StoredQueue, 'isFifo'> | undefined;
}

const Redrive = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

function checkRedrive(policy: string | undefined, source: string, { find }: KnownQueues): void {
  if (policy === undefined || policy === '') return;
  const wrong = (reason: string) =>
    invalid(`Value ${policy} for parameter RedrivePolicy is invalid. Reason: ${reason}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    throw wrong('Redrive policy is not a valid JSON map.');
  }
  const { success, data } = Redrive.safeParse(parsed);
  if (!success) throw wrong('Redrive policy requires deadLetterTargetArn and maxReceiveCount from 1 to 1000.');
  const target = find(data.deadLetterTargetArn);
  if (target === undefined) throw wrong('Dead letter target does not exist.');
  if (target.isFifo !== source.endsWith('.fifo'))
    throw wrong('Dead-letter queue must be same type of queue as the source.');
}

function checkPolicy(document: string | undefined): void {
  if (document === undefined || document === '') return;
  try {
    parsePolicy(document);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter Policy. Reason: ${reason}`);
  }
}

type Check = (input: SqsInput, queues: KnownQueues) => void;

/** Missing checks of fauxqs, keyed by operation. Each check throws the AwsError that SQS returns for the call. */
const checks: Readonly<Record<string, Check>> = {
  SendMessage: checkMessage,
  DeleteMessage: checkHandle,
  ChangeMessageVisibility: checkHandle,
  CreateQueue({ QueueName: name = '', Attributes: attributes = {} }, queues) {
    if (!/^[\w-]+(\.fifo)?$/.test(name) || name.length > 80)
      throw invalid('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
    checkNames(Object.keys(attributes), settableAttributes);
    checkRedrive(attributes['RedrivePolicy'], name, queues);
    checkPolicy(attributes['Policy']);
  },
  SetQueueAttributes({ QueueUrl: url = '', Attributes: attributes = {} }, queues) {
    checkRedrive(attributes['RedrivePolicy'], url, queues);
    checkPolicy(attributes['Policy']);
  },
  GetQueueAttributes: ({ AttributeNames: names = [] }) => checkNames(names, readableAttributes),
  TagQueue({ QueueUrl: url = '', Tags: tags = {} }) {
    if (Object.keys(tags).length === 0) throw missing('Tags');
    if (Object.keys(tags).length > 50) throw invalid(`Too many tags added for queue ${url.split('/').at(-1)}.`);
  },
  UntagQueue({ TagKeys: keys = [] }) {
    if (keys.length === 0) throw invalid('Tag keys must be between 1 and 128 characters in length.');
  },
};

/** Rejects a call that fauxqs would accept but SQS would reject. @throws AwsError */
export const checkSqsCall = (operation: string, input: SqsInput, queues: KnownQueues): void =>
  checks[operation]?.(input, queues);

/** Checks of single entries, keyed by batch operation. */
const entryChecks: Readonly<Record<string, (entry: SqsInput) => void>> = {
  SendMessageBatch: checkMessage,
  DeleteMessageBatch: checkHandle,
  ChangeMessageVisibilityBatch: checkHandle,
};

export const isBatch = (operation: string): boolean => Object.hasOwn(entryChecks, operation);

/** Entry of a batch that SQS rejects, as in the response. */
export interface FailedEntry {
  Id: string | undefined;
  SenderFault: true;
  Code: string;
  Message: string;
}

/**
 * Separates the entries of a batch that SQS accepts from entries that SQS rejects.
 * @throws AwsError if SQS rejects the batch as a whole. Source: SQS API reference, "SendMessageBatch"
 */
export function checkBatch(
  operation: string,
  entries: readonly SqsInput[],
): { accepted: SqsInput[]; failed: FailedEntry[] } {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${operation}RequestEntry in the request.`);
  if (entries.length > 10)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
    );
  if (entries.some(({ Id: id = '' }) => !/^[\w-]{1,80}$/.test(id)))
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const ids = entries.map(({ Id: id }) => id);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  const accepted: SqsInput[] = [];
  const failed: FailedEntry[] = [];
  for (const entry of entries)
    try {
      entryChecks[operation]?.(entry);
      accepted.push(entry);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  return { accepted, failed };
}
