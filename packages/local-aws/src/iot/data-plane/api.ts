import { parseShadowTopic, parseTopic, type ShadowId, shadowTopic, TopicError } from '@himeshima/iot';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { json, restApi } from '../../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../../gateway/request';
import type { Principal } from '../../iam/principal';
import type { MetricStore } from '../../metrics';
import { isForbidden } from '../broker/publish-faults';
import type { RetainedMessage, RetainedMessages } from '../broker/retained-messages';
import type { Delivery, Message, Publisher } from '../message';
import { iotDataNames } from '../operation-names';
import { pageOf } from '../pages';
import { maxPayloadBytes } from '../quotas';
import type { ShadowReply, Shadows } from '../shadows/shadows';
import { headersIn, messageExpiryIn, userPropertiesSaid } from './mqtt5-over-http';

const isJson = 'application/json';

/** An HTTP error of the shadow makes no message over MQTT. */
function shadowAnswer(reply: ShadowReply): AwsResponse {
  if (reply.kind === 'accepted') return json(reply.accepted, 200, isJson);
  const { code, message } = reply.rejected;
  return {
    ...json({ message }, code, isJson),
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': errorTypes[code] ?? 'InternalFailureException' },
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'InvalidRequestException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'RequestEntityTooLargeException',
  415: 'UnsupportedDocumentEncodingException',
  429: 'ThrottlingException',
};

/** API reference, "GetThingShadow": lengths and characters of both names. @throws AwsError where they are none */
function shadowIn(thing: string, query: URLSearchParams): ShadowId {
  const shadow = query.get('name');
  const id = shadow === null ? { thing } : { thing, shadow };
  if (parseShadowTopic(shadowTopic(id, 'get')) === undefined)
    throw new AwsError(
      'InvalidRequestException',
      `${shadow ?? thing} is no name of a ${shadow === null ? 'thing' : 'shadow'}`,
    );
  return id;
}

/** @throws AwsError where AWS IoT would not take so much, whoever sends it */
export function refuseLarge({ byteLength }: Uint8Array): void {
  if (byteLength > maxPayloadBytes)
    throw new AwsError('RequestEntityTooLargeException', 'The payload exceeds the maximum size allowed', 413);
}

/** @throws AwsError where AWS IoT would not take the topic */
function refuseTopic(topic: string): void {
  if (isForbidden(topic)) throw new AwsError('InvalidRequestException', 'nobody publishes to this reserved topic');
  try {
    parseTopic(topic);
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw new AwsError('InvalidRequestException', error.message);
  }
}

/** API reference, "Publish": QoS 0 where nothing is said. @throws AwsError */
function deliveryIn(query: URLSearchParams, topic: string): Delivery {
  const qos = query.get('qos') ?? '0';
  if (qos !== '0' && qos !== '1') throw new AwsError('InvalidRequestException', `qos ${qos} is neither 0 nor 1`);
  const retains = query.get('retain') ?? 'false';
  if (retains !== 'true' && retains !== 'false')
    throw new AwsError('InvalidRequestException', `retain ${retains} is neither true nor false`);
  const retain = retains === 'true';
  if (retain && topic.startsWith('$'))
    throw new AwsError('InvalidRequestException', 'a reserved topic retains no message');
  return { qos: qos === '1' ? 1 : 0, retain };
}

function detailsOf(message: RetainedMessage | undefined, topic: string): AwsResponse {
  if (message === undefined)
    throw new AwsError('ResourceNotFoundException', `No retained message exists for topic: ${topic}`, 404);
  const { payload, qos, lastModifiedTime, userProperties } = message;
  const said = userProperties && { userProperties: userPropertiesSaid(userProperties) };
  return json({ topic, payload: payload.toString('base64'), qos, lastModifiedTime, ...said }, 200, isJson);
}

const summaryOf = ({ topic, payload, qos, lastModifiedTime }: RetainedMessage) => ({
  topic,
  payloadSize: payload.byteLength,
  qos,
  lastModifiedTime,
});

/** API reference, "ListRetainedMessages". */
function retainedIn(messages: readonly RetainedMessage[], query: URLSearchParams): AwsResponse {
  const { page, more } = pageOf(messages, { query, size: ['maxResults', 200], nameOf: ({ topic }) => topic });
  return json({ retainedTopics: page.map(summaryOf), ...more }, 200, isJson);
}

/** What a rule's `sourceip()` asks of who publishes. */
function publisherOf(principal: Principal): Publisher | undefined {
  if (principal.kind !== 'certificate') return undefined;
  const { certificateId, context } = principal;
  const sourceIp = context['aws:SourceIp'];
  return { principalId: certificateId, ...(typeof sourceIp === 'string' && { sourceIp }) };
}

/** As the screen tells who publishes. */
function sayer(principal: Principal): string {
  if (principal.kind === 'certificate') return `certificate ${principal.certificateId.slice(0, 8)}…`;
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'role' ? principal.session : principal.name;
}

interface DataPlane {
  bus: EventBus;
  clock: Pick<Clock, 'now'>;
  metrics: Pick<MetricStore, 'record'>;
  shadows: Shadows;
  retained: Pick<RetainedMessages, 'find' | 'list'>;
  publish(message: Message & Delivery & { cause: number | undefined; publisher?: Publisher | undefined }): void;
}

/** AWS IoT's data plane as its SDK sees it: shadows, publishing and retained messages by HTTP. */
export function iotDataApi({ bus, clock, metrics, shadows, retained, publish }: DataPlane): ServiceApi {
  const count = (metric: string) => metrics.record({ metric, tags: { protocol: 'http' }, value: 1, at: clock.now() });
  const countedWhereRefused = <Value>(read: () => Value): Value => {
    try {
      return read();
    } catch (error) {
      count('aws.iot.publish_in_client_error');
      throw error;
    }
  };
  const shadow = '/things/{thing}/shadow';
  return restApi(
    'iotdata',
    [
      {
        name: 'GetThingShadow',
        method: 'GET',
        path: shadow,
        run: ({ thing = '' }, { query }) => shadowAnswer(shadows.get(shadowIn(thing, query))),
      },
      {
        name: 'UpdateThingShadow',
        method: 'POST',
        path: shadow,
        run: ({ thing = '' }, { query, body, cause }) =>
          shadowAnswer(shadows.update(shadowIn(thing, query), body, cause)),
      },
      {
        name: 'DeleteThingShadow',
        method: 'DELETE',
        path: shadow,
        run: ({ thing = '' }, { query }) => shadowAnswer(shadows.remove(shadowIn(thing, query))),
      },
      {
        name: 'ListNamedShadowsForThing',
        method: 'GET',
        path: '/api/things/shadow/ListNamedShadowsForThing/{thing}',
        run({ thing = '' }, { query }) {
          const names = shadows.names(shadowIn(thing, new URLSearchParams()).thing);
          // API reference, "ListNamedShadowsForThing": 1 to 100 in a page
          const { page, more } = pageOf(names, { query, size: ['pageSize', 100], nameOf: (name) => name });
          return json({ results: page, ...more, timestamp: Math.floor(clock.now() / 1000) }, 200, isJson);
        },
      },
      {
        name: 'Publish',
        method: 'POST',
        path: '/topics/{topic+}',
        run({ topic = '' }, { body, query, headers, cause, principal }) {
          const said = countedWhereRefused(() => {
            refuseTopic(topic);
            refuseLarge(body);
            const asked = { query, headers };
            return { ...deliveryIn(query, topic), messageExpiry: messageExpiryIn(asked), headers: headersIn(asked) };
          });
          const seen = { kind: 'published', topic, bytes: body.byteLength, from: sayer(principal) } as const;
          // what it does to a shadow is told by the shadow
          const told = topic.startsWith('$aws/things/') ? cause : bus.tell(seen, cause);
          publish({ topic, payload: body, cause: told, publisher: publisherOf(principal), ...said });
          count('aws.iot.publish_in_success');
          return json({}, 200, isJson);
        },
      },
      {
        name: 'GetRetainedMessage',
        method: 'GET',
        path: '/retainedMessage/{topic+}',
        run: ({ topic = '' }) => detailsOf(retained.find(topic), topic),
      },
      {
        name: 'ListRetainedMessages',
        method: 'GET',
        path: '/retainedMessage',
        run: (_, { query }) => retainedIn(retained.list(), query),
      },
    ],
    iotDataNames,
  );
}
