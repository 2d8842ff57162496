import { parseShadowTopic, parseTopic, type ShadowId, shadowTopic, TopicError } from '@himeshima/iot';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import { json, restApi } from '../../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../../gateway/service-api';
import type { Principal } from '../../iam/principal';
import type { MetricStore } from '../../metrics';
import type { Broker } from '../broker/broker';
import { principalIdOf } from '../broker/connection';
import { isForbidden } from '../broker/publish-faults';
import type { RetainedMessage, RetainedMessages } from '../broker/retained-messages';
import type { Delivery, Message, Publisher } from '../iot-message';
import { pageOf } from '../iot-pagination';
import { iotDataNames } from '../operation-names';
import { maxPayloadBytes } from '../quotas';
import type { ShadowReply, Shadows } from '../shadows/shadow-service';
import type { ConnectionDescription } from './describe-connection';
import { encodeUserProperties, headersIn, messageExpiryIn } from './mqtt5-over-http';

const contentType = 'application/json';

/** Converts a reply from the shadow service to an HTTP response. */
function shadowResponse(reply: ShadowReply): AwsResponse {
  if (reply.kind === 'accepted') return json(reply.accepted, 200, contentType);
  const { code, message } = reply.rejected;
  return {
    ...json({ message }, code, contentType),
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

/**
 * Parses the names of the thing and shadow in a request. Source for the name patterns: API reference, "GetThingShadow".
 * @throws AwsError if a name is invalid
 */
function shadowIn(thing: string, query: URLSearchParams): ShadowId {
  const shadow = query.get('name');
  const id = shadow === null ? { thing } : { thing, shadow };
  if (parseShadowTopic(shadowTopic(id, 'get')) === undefined)
    throw new AwsError(
      'InvalidRequestException',
      `invalid ${shadow === null ? 'thing' : 'shadow'} name "${shadow ?? thing}"`,
    );
  return id;
}

/** Throws an AwsError with status 413 if a payload exceeds the maximum size. */
export function rejectLargePayload({ byteLength }: Uint8Array): void {
  if (byteLength > maxPayloadBytes)
    throw new AwsError('RequestEntityTooLargeException', 'The payload exceeds the maximum size allowed', 413);
}

/** Throws an AwsError InvalidRequestException if a topic is reserved or malformed. */
export function rejectInvalidTopic(topic: string): void {
  if (isForbidden(topic))
    throw new AwsError('InvalidRequestException', 'publishing to this reserved topic is not allowed');
  try {
    parseTopic(topic);
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw new AwsError('InvalidRequestException', error.message);
  }
}

/**
 * Parses the delivery options in a Publish call. The default QoS is 0. Source: API reference, "Publish".
 * @throws AwsError if an option is invalid
 */
function deliveryIn(query: URLSearchParams, topic: string): Delivery {
  const qos = query.get('qos') ?? '0';
  if (qos !== '0' && qos !== '1')
    throw new AwsError('InvalidRequestException', `invalid qos "${qos}": expected 0 or 1`);
  const retain = flagIn(query, 'retain');
  if (retain && topic.startsWith('$'))
    throw new AwsError('InvalidRequestException', 'messages on reserved topics cannot be retained');
  return { qos: qos === '1' ? 1 : 0, retain };
}

/** Rejects a client ID that starts with $, which AWS IoT reserves. Throws an AwsError. */
function rejectReservedClient(clientId: string): void {
  if (clientId.startsWith('$')) throw new AwsError('InvalidRequestException', 'The client ID cannot start with $');
}

/** Parses a Boolean query parameter, by default false. Throws an AwsError if its value is neither true nor false. */
function flagIn(query: URLSearchParams, name: string): boolean {
  const value = query.get(name) ?? 'false';
  if (value === 'true' || value === 'false') return value === 'true';
  throw new AwsError('InvalidRequestException', `invalid ${name} "${value}": expected true or false`);
}

function retainedMessageResponse(message: RetainedMessage | undefined, topic: string): AwsResponse {
  if (message === undefined)
    throw new AwsError('ResourceNotFoundException', `No retained message exists for topic: ${topic}`, 404);
  const { payload, qos, lastModifiedTime, headers } = message;
  const encoded = headers?.userProperties && { userProperties: encodeUserProperties(headers.userProperties) };
  return json({ topic, payload: payload.toString('base64'), qos, lastModifiedTime, ...encoded }, 200, contentType);
}

const summaryOf = ({ topic, payload, qos, lastModifiedTime }: RetainedMessage) => ({
  topic,
  payloadSize: payload.byteLength,
  qos,
  lastModifiedTime,
});

/** Returns a page of retained messages. Source: API reference, "ListRetainedMessages". */
function listRetained(messages: readonly RetainedMessage[], query: URLSearchParams): AwsResponse {
  const { page, more } = pageOf(messages, { query, size: ['maxResults', 200], nameOf: ({ topic }) => topic });
  return json({ retainedTopics: page.map(summaryOf), ...more }, 200, contentType);
}

/**
 * Returns a device as a message's publisher, whose data rules read with `principal()` and `sourceip()`. Returns undefined
 * for other callers.
 */
function publisherOf(principal: Principal): Publisher | undefined {
  if (principal.kind !== 'certificate' && principal.kind !== 'custom') return undefined;
  const sourceIp = principal.context['aws:SourceIp'];
  return { principalId: principalIdOf(principal), ...(typeof sourceIp === 'string' && { sourceIp }) };
}

/** Returns the name of the publisher for the screen. */
function displayNameOf(principal: Principal): string {
  if (principal.kind === 'certificate') return `certificate ${principal.certificateId.slice(0, 8)}…`;
  if (principal.kind === 'custom') return `principal ${principal.principalId}`;
  if (principal.kind === 'service') return principal.service;
  return principal.kind === 'role' ? principal.session : principal.name;
}

interface DataPlane {
  bus: EventBus;
  clock: Pick<Clock, 'now'>;
  metrics: Pick<MetricStore, 'record'>;
  shadows: Shadows;
  retained: Pick<RetainedMessages, 'find' | 'list'>;
  broker: Pick<Broker, 'disconnectClient'>;
  /** Returns the description of a client's connection. @throws AwsError if the client is unknown */
  describeConnection(clientId: string, hasSocket: boolean): ConnectionDescription;
  publish(message: Message & Delivery & { cause: number | undefined; publisher?: Publisher | undefined }): void;
}

/** Creates AWS IoT's data plane, which serves shadows, publishing, retained messages and connections over HTTP. */
export function iotDataApi({
  bus,
  clock,
  metrics,
  shadows,
  retained,
  broker,
  describeConnection,
  publish,
}: DataPlane): ServiceApi {
  const count = (metric: string) => metrics.record({ metric, tags: { protocol: 'http' }, value: 1, at: clock.now() });
  const countRejected = <Value>(read: () => Value): Value => {
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
        run: ({ thing = '' }, { query }) => shadowResponse(shadows.get(shadowIn(thing, query))),
      },
      {
        name: 'UpdateThingShadow',
        method: 'POST',
        path: shadow,
        run: ({ thing = '' }, { query, body, cause }) =>
          shadowResponse(shadows.update(shadowIn(thing, query), body, cause)),
      },
      {
        name: 'DeleteThingShadow',
        method: 'DELETE',
        path: shadow,
        run: ({ thing = '' }, { query }) => shadowResponse(shadows.remove(shadowIn(thing, query))),
      },
      {
        name: 'ListNamedShadowsForThing',
        method: 'GET',
        path: '/api/things/shadow/ListNamedShadowsForThing/{thing}',
        run({ thing = '' }, { query }) {
          const names = shadows.names(shadowIn(thing, new URLSearchParams()).thing);
          // The page size is 1 to 100 (API reference, "ListNamedShadowsForThing").
          const { page, more } = pageOf(names, { query, size: ['pageSize', 100], nameOf: (name) => name });
          return json({ results: page, ...more, timestamp: Math.floor(clock.now() / 1000) }, 200, contentType);
        },
      },
      {
        name: 'Publish',
        method: 'POST',
        path: '/topics/{topic+}',
        run({ topic = '' }, { body, query, headers, cause, principal }) {
          const delivery = countRejected(() => {
            rejectInvalidTopic(topic);
            rejectLargePayload(body);
            const parameters = { query, headers };
            return {
              ...deliveryIn(query, topic),
              messageExpiry: messageExpiryIn(parameters),
              headers: headersIn(parameters),
            };
          });
          const event = { kind: 'published', topic, bytes: body.byteLength, from: displayNameOf(principal) } as const;
          // Messages to shadows are not reported here, because the shadow service reports the changes.
          const eventId = topic.startsWith('$aws/things/')
            ? cause
            : bus.emit(event, cause, undefined, { payloads: [{ label: 'message', read: () => body }] });
          publish({ topic, payload: body, cause: eventId, publisher: publisherOf(principal), ...delivery });
          count('aws.iot.publish_in_success');
          return json({}, 200, contentType);
        },
      },
      {
        name: 'GetRetainedMessage',
        method: 'GET',
        path: '/retainedMessage/{topic+}',
        run: ({ topic = '' }) => retainedMessageResponse(retained.find(topic), topic),
      },
      {
        name: 'ListRetainedMessages',
        method: 'GET',
        path: '/retainedMessage',
        run: (_, { query }) => listRetained(retained.list(), query),
      },
      {
        name: 'GetConnection',
        method: 'GET',
        path: '/connections/{client}',
        run({ client = '' }, { query }) {
          rejectReservedClient(client);
          const hasSocket = flagIn(query, 'includeSocketInformation');
          return json(describeConnection(client, hasSocket), 200, contentType);
        },
      },
      {
        name: 'DeleteConnection',
        method: 'DELETE',
        path: '/connections/{client}',
        run({ client = '' }, { query }) {
          rejectReservedClient(client);
          const cleanSession = flagIn(query, 'cleanSession');
          const preventWill = flagIn(query, 'preventWillMessage');
          if (!broker.disconnectClient(client, { cleanSession, preventWill }))
            throw new AwsError('ResourceNotFoundException', `No connection exists for client ID: ${client}`, 404);
          return json({}, 200, contentType);
        },
      },
    ],
    iotDataNames,
  );
}
