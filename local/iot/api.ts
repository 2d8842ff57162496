import { parseTopic, type ShadowId, TopicError } from '../../lib/iot';
import { json, restApi } from '../gateway/json-api';
import { AwsError, type AwsResponse, type ServiceApi } from '../gateway/request';
import { iotDataNames } from './operation-names';
import type { ShadowReply, Shadows } from './shadows';

/** An HTTP error of the shadow makes no message over MQTT. */
function shadowAnswer(reply: ShadowReply): AwsResponse {
  if (reply.kind === 'accepted') return json(reply.accepted, 200, 'application/json');
  const { code, message } = reply.rejected;
  return {
    ...json({ message }, code, 'application/json'),
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': errorTypes[code] ?? 'InternalFailureException' },
  };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'InvalidRequestException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'RequestEntityTooLargeException',
  415: 'UnsupportedDocumentEncodingException',
};

function shadowIn(thing: string, query: URLSearchParams): ShadowId {
  const shadow = query.get('name');
  return shadow === null ? { thing } : { thing, shadow };
}

/** @throws AwsError where AWS IoT would not take the topic */
function refuseTopic(topic: string): void {
  try {
    parseTopic(topic);
  } catch (error) {
    if (!(error instanceof TopicError)) throw error;
    throw new AwsError('InvalidRequestException', error.message);
  }
}

/** AWS IoT's data plane as its SDK sees it: shadows and publishing by HTTP. */
export function iotDataApi(
  shadows: Shadows,
  publish: (message: { topic: string; payload: Uint8Array; cause: number | undefined }) => void,
): ServiceApi {
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
        run: ({ thing = '' }) => json({ results: shadows.names(thing) }, 200, 'application/json'),
      },
      {
        name: 'Publish',
        method: 'POST',
        path: '/topics/{topic+}',
        run({ topic = '' }, { body, cause }) {
          refuseTopic(topic);
          publish({ topic, payload: body, cause });
          return json({}, 200, 'application/json');
        },
      },
    ],
    iotDataNames,
  );
}
