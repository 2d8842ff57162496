import { z } from 'zod';
import { parseBody, parseInput } from '../gateway/json-api';
import { AwsError, type AwsRequest, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { ResourcePolicies } from '../iam/resource-policies';
import type { StoredQueue } from './fauxqs-stores';
import type { MessageBodies } from './message-bodies';
import { BatchInput, checkBatch, checkSqsCall, isBatch, SqsInput } from './sqs-requests';
import { sqsOperations } from './sqs-sns-operations';

interface SqsOptions {
  /** Passes a call on to fauxqs. */
  call(request: Pick<AwsRequest, 'method' | 'path' | 'headers' | 'body'>): Promise<AwsResponse>;
  findQueue(arn: string): StoredQueue | undefined;
  arnOf(queueName: string): string;
  /** Replaces the host of a queue's URL with the host in fauxqs. */
  insideUrl(url: string): string;
  /** Replaces the hosts of queue URLs in a response with the gateway's address. */
  outsideUrls(text: string): string;
  bodies: MessageBodies;
  moves: ServiceApi;
  policies: Pick<ResourcePolicies, 'put' | 'remove'>;
}

/**
 * Error codes for the header x-amzn-query-error, which boto3 and the AWS CLI read. Source: trait awsQueryError in
 * the API model of SQS.
 */
const queryCodes: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  ...Object.fromEntries(
    [
      'BatchEntryIdsNotDistinct',
      'BatchRequestTooLong',
      'EmptyBatchRequest',
      'InvalidBatchEntryId',
      'MessageNotInflight',
      'PurgeQueueInProgress',
      'QueueDeletedRecently',
      'TooManyEntriesInBatchRequest',
      'UnsupportedOperation',
    ].map((code) => [code, `AWS.SimpleQueueService.${code}`]),
  ),
};

const ErrorBody = z.object({ __type: z.string().transform((type) => type.split('#').at(-1) ?? type) });

const contentType = 'application/x-amz-json-1.0';

function failure({ code, message, status }: AwsError): AwsResponse {
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-query-error': `${queryCodes[code] ?? code};Sender` },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message }),
  };
}

/** Returns a fauxqs error with the code that AWS sends in the header. */
function withQueryCode(answer: AwsResponse): AwsResponse {
  const { success, data } = ErrorBody.safeParse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
  if (!success) return answer;
  const { __type: code } = data;
  return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${queryCodes[code] ?? code};Sender` } };
}

const Received = z.looseObject({
  Messages: z.array(z.looseObject({ MessageAttributes: z.record(z.string(), z.unknown()).optional() })).optional(),
});

/**
 * Returns a received message with the requested attributes: none by default, and all that start with a prefix for `prefix.*`.
 * Source: SQS API reference, "ReceiveMessage", "MessageAttributeNames".
 */
function withRequestedAttributes(received: unknown, names: readonly string[]): object {
  const { Messages: messages, ...others } = Received.parse(received);
  const isRequested = (attribute: string) =>
    names.some((name) => (name.endsWith('.*') ? attribute.startsWith(name.slice(0, -2)) : name === attribute));
  const isEvery = names.includes('All');
  return {
    ...others,
    ...(messages !== undefined && {
      Messages: messages.map(({ MessageAttributes: attributes = {}, MD5OfMessageAttributes: md5, ...message }) => {
        const requested = Object.entries(attributes).filter(([name]) => isEvery || isRequested(name));
        if (requested.length === 0) return message;
        return {
          ...message,
          MessageAttributes: Object.fromEntries(requested),
          ...(requested.length === Object.keys(attributes).length && { MD5OfMessageAttributes: md5 }),
        };
      }),
    }),
  };
}

/** Creates the SQS API, which checks calls before fauxqs answers them, and adapts the answers. */
export function sqsApi(options: SqsOptions): ServiceApi {
  const { call, findQueue, arnOf, bodies, moves } = options;
  const served = [...sqsOperations, ...moves.operations].sort();
  const queueAt = (url: string) => findQueue(arnOf(url.split('/').at(-1) ?? ''));

  const forward = async (request: AwsRequest, input: object) => {
    // fauxqs would derive queue URLs from the host; the length of the body can change
    const { 'content-length': _length, host: _host, ...headers } = request.headers;
    return call({ method: request.method, path: '/', headers, body: Buffer.from(JSON.stringify(input)) });
  };

  /** Calls fauxqs, and changes the JSON of a successful answer. */
  const adapted = async (request: AwsRequest, input: object, change: (answer: object) => object) => {
    const answer = await forward(request, input);
    if (answer.status >= 300) return withQueryCode(answer);
    const body = change(z.looseObject({}).parse(JSON.parse(Buffer.from(answer.body).toString('utf8'))));
    return { status: answer.status, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
  };

  const withEncodedBody = <Input extends SqsInput>(input: Input): Input => {
    const { MessageBody: body } = input;
    return body === undefined ? input : { ...input, MessageBody: bodies.encode(body) };
  };

  const runBatch = (request: AwsRequest, operation: string, input: z.output<typeof BatchInput>) => {
    const { accepted, failed } = checkBatch(operation, input.Entries);
    const rejected = { Successful: [], Failed: failed };
    if (accepted.length === 0)
      return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(rejected) };
    return adapted(request, { ...input, Entries: accepted.map(withEncodedBody) }, (answer) => {
      const { Failed: others = [] } = z.looseObject({ Failed: z.array(z.unknown()).optional() }).parse(answer);
      return { ...answer, Failed: [...failed, ...others] };
    });
  };

  /** Records the policy that a call sets or removes, so that the policy applies to later calls by roles and services. */
  const notePolicy = (operation: string, { QueueName: name, QueueUrl: url, Attributes: attributes = {} }: SqsInput) => {
    const arn = arnOf(name ?? url?.split('/').at(-1) ?? '');
    const { Policy: policy } = attributes;
    if (operation === 'DeleteQueue' || policy === '') options.policies.remove(arn);
    else if (policy !== undefined) options.policies.put(arn, policy);
  };

  const run = async (request: AwsRequest, operation: string): Promise<AwsResponse> => {
    const schema = isBatch(operation) ? BatchInput : SqsInput;
    const sent = parseInput(schema, parseBody(request.body), 'InvalidParameterValue');
    const { QueueUrl: url } = sent;
    const input = { ...sent, ...(url !== undefined && { QueueUrl: options.insideUrl(url) }) };
    // fauxqs reports the unknown queue, as SQS does before it checks other parameters
    if (url !== undefined && queueAt(url) === undefined) return withQueryCode(await forward(request, input));
    if (isBatch(operation)) return runBatch(request, operation, BatchInput.parse(input));
    checkSqsCall(operation, input, { find: findQueue });
    switch (operation) {
      case 'SendMessage':
        return adapted(request, withEncodedBody(input), (answer) => answer);
      case 'ReceiveMessage':
        return adapted(request, { ...input, MessageAttributeNames: ['All'] }, (answer) =>
          withRequestedAttributes(answer, sent.MessageAttributeNames ?? []),
        );
      case 'GetQueueAttributes':
        if (url !== undefined) queueAt(url)?.messages();
        return adapted(request, input, (answer) => {
          const { Attributes: attributes = {} } = SqsInput.parse(answer);
          const isEmpty = sent.AttributeNames === undefined || Object.keys(attributes).length === 0;
          return isEmpty ? {} : answer;
        });
      case 'SetQueueAttributes': {
        const answer = await forward(request, input);
        if (answer.status >= 300) return withQueryCode(answer);
        notePolicy(operation, input);
        if (url !== undefined) queueAt(url)?.removeEmptyAttributes();
        return answer;
      }
      default: {
        const answer = await forward(request, input);
        if (answer.status >= 300) return withQueryCode(answer);
        notePolicy(operation, input);
        const { 'content-length': _, ...headers } = answer.headers;
        return { ...answer, headers, body: options.outsideUrls(Buffer.from(answer.body).toString('utf8')) };
      }
    }
  };

  return serviceApi(served, async (request) => {
    const operation = request.headers['x-amz-target']?.split('.').at(-1);
    // fauxqs reports a call without an operation
    if (operation === undefined) return call(request);
    if (!served.includes(operation)) throw unsupportedOperation('sqs', operation, served);
    if (moves.operations.includes(operation)) return moves(request);
    const isSend = operation.startsWith('SendMessage');
    const answer = isSend ? bodies.sendEncoded(() => run(request, operation)) : run(request, operation);
    return answer.catch((error: unknown) => {
      if (error instanceof AwsError) return failure(error);
      throw error;
    });
  });
}
