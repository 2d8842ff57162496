import { randomUUID } from 'node:crypto';
import type { EventBus } from '../events';
import { errorAnswer, escaped } from '../gateway/error-answer';
import { type AwsRequest, type AwsResponse, type ServiceApi, serviceApi } from '../gateway/service-api';
import { unsupportedOperation } from '../gateway/unsupported-operation';
import type { ResourcePolicies } from '../iam/resource-policies';
import { type FauxqsStores, removeEmptyFilterPolicy } from './fauxqs-stores';
import type { QueueActivity } from './queue-activity';
import type { Deliveries } from './sns-deliveries';
import { pagedOperations, pageOfAnswer } from './sns-pages';
import { checkSnsCall, entriesOf, itemsOf, messageAttributes, type Parameters, textForQueues } from './sns-requests';
import { snsOperations } from './sqs-sns-operations';

interface SnsOptions {
  /** Calls fauxqs with the parameters of an action. */
  snsCall(parameters: Parameters): Promise<AwsResponse>;
  /** Passes a call on to fauxqs. */
  call(request: AwsRequest): Promise<AwsResponse>;
  snsStore: FauxqsStores['snsStore'];
  activity: Pick<QueueActivity, 'causedBy'>;
  deliveries: Deliveries;
  bus: EventBus;
  count(metric: string, tags: Record<string, string>): void;
  policies: Pick<ResourcePolicies, 'put' | 'remove'>;
}

/** SNS API, with a function that publishes a message. */
export interface Sns {
  api: ServiceApi;
  /** @param parameters parameters of the action Publish @param cause ID of the event that caused the message */
  publish(parameters: Parameters, cause: number | undefined): Promise<AwsResponse>;
}

const bodyText = ({ body }: AwsResponse) => Buffer.from(body).toString('utf8');

/** Returns a member of the response to PublishBatch. */
function memberOf(id: string, answer: AwsResponse): string {
  const { status } = answer;
  const text = bodyText(answer);
  const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  if (status < 300) return `<member><Id>${id}</Id><MessageId>${field('MessageId')}</MessageId></member>`;
  const isSender = status < 500;
  return `<member><Id>${id}</Id><Code>${field('Code')}</Code><Message>${field('Message')}</Message><SenderFault>${isSender}</SenderFault></member>`;
}

const batchAnswer = (members: readonly { isFailed: boolean; member: string }[]): AwsResponse => {
  const list = (name: string, isFailed: boolean) =>
    `<${name}>${members
      .filter((one) => one.isFailed === isFailed)
      .map(({ member }) => member)
      .join('')}</${name}>`;
  const result = `${list('Successful', false)}${list('Failed', true)}`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>${result}</PublishBatchResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishBatchResponse>`,
  };
};

/** Records the policy that a call sets or removes, so that the policy applies to later calls by roles and services. */
function notePolicy(policies: SnsOptions['policies'], parameters: Parameters, answer: string): void {
  const { Action: action, TopicArn: topicArn = '', AttributeName: name, AttributeValue: value = '' } = parameters;
  if (action === 'DeleteTopic') policies.remove(topicArn);
  if (action === 'SetTopicAttributes' && name === 'Policy') policies.put(topicArn, value);
  const policy = itemsOf(parameters, 'Attributes.entry').find(({ key }) => key === 'Policy')?.['value'];
  const created = /<TopicArn>([^<]+)</.exec(answer)?.[1];
  if (action === 'CreateTopic' && policy !== undefined && created !== undefined) policies.put(created, policy);
}

/** Creates the SNS API, which checks and reports calls before fauxqs answers them. */
export function createSns(options: SnsOptions): Sns {
  const { snsCall, call, activity, deliveries, bus } = options;

  /** Publishes a message, and reports it. Messages in queues have the notification as their cause. */
  const notify = async (parameters: Parameters, cause: number | undefined): Promise<AwsResponse> => {
    const { TopicArn: topicArn = '', Subject: subject, Message: message = '' } = parameters;
    checkSnsCall(parameters);
    const text = textForQueues(parameters);
    const { MessageStructure: _, ...others } = parameters;
    const id = bus.begin(cause);
    const answer = await activity.causedBy(id, () =>
      deliveries.deliver({ message: text, attributes: messageAttributes(parameters) }, () =>
        snsCall({ ...others, ...('Message' in parameters && { Message: text }) }),
      ),
    );
    const delivered = answer.status < 300;
    const topic = topicArn.split(':').at(-1) ?? '';
    options.count(`aws.sns.number_of_${delivered ? 'messages_published' : 'notifications_failed'}`, {
      topicname: topic,
    });
    if (delivered) bus.emit({ kind: 'notification', topic, subject, message }, cause, id);
    return answer;
  };

  const publishBatch = async (parameters: Parameters, cause: number | undefined): Promise<AwsResponse> => {
    const topicArn = parameters['TopicArn'] ?? '';
    if (options.snsStore.getTopic(topicArn) === undefined) return snsCall(parameters);
    const members: { isFailed: boolean; member: string }[] = [];
    for (const { id, publish } of entriesOf(parameters)) {
      const answer = await notify(publish, cause).catch((error: unknown) => errorAnswer(error, 'query'));
      members.push({ isFailed: answer.status >= 300, member: memberOf(escaped(id), answer) });
    }
    return batchAnswer(members);
  };

  const api = serviceApi(snsOperations, async (request) => {
    const parameters = Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString('utf8')));
    const { Action: action, TopicArn: topicArn = '', SubscriptionArn: subscriptionArn = '' } = parameters;
    // reject unsupported operations here, because fauxqs reports them like operations that AWS does not have; fauxqs rejects
    // a call without an operation
    if (action !== undefined && !snsOperations.includes(action))
      throw unsupportedOperation('sns', action, snsOperations);
    if (action === 'Publish') return notify(parameters, request.cause);
    if (action === 'PublishBatch') return publishBatch(parameters, request.cause);
    // fauxqs reports the unknown topic, as SNS does before it checks other parameters
    if (topicArn === '' || options.snsStore.getTopic(topicArn) !== undefined) checkSnsCall(parameters);
    const answer = await call(request);
    if (answer.status < 300) notePolicy(options.policies, parameters, bodyText(answer));
    if (action === 'SetSubscriptionAttributes') removeEmptyFilterPolicy(options.snsStore, subscriptionArn);
    if (answer.status >= 300 || action === undefined || !pagedOperations.has(action)) return answer;
    const { 'content-length': _length, ...headers } = answer.headers;
    return { ...answer, headers, body: pageOfAnswer(bodyText(answer), parameters['NextToken']) };
  });

  return { api, publish: notify };
}
