import { parseTopic } from '@himeshima/iot';
import { describeError } from '../../error-message';
import { maxPayloadBytes, maxQos } from '../quotas';
import { reasonCodes } from './reason-codes';

export type PublishedMessage = { topic: string; qos: number; payload: string | Uint8Array; retain: boolean };

/** Reason why AWS IoT rejects a message regardless of the client. */
export interface PublishFault {
  reason: string;
  /** MQTT 5 reason code that is sent when the connection is closed. */
  reasonCode: number;
}

/**
 * Returns whether AWS reserves a topic. Most topics that start with $ are reserved. Source: developer guide,
 * "reserved-topics".
 */
export const isReserved = (topic: string) => topic.startsWith('$') && !topic.startsWith('$aws/');
/** Returns whether clients must not publish to a topic: the topic is reserved, or only AWS IoT may publish to it. */
export const isForbidden = (topic: string) => isReserved(topic) || topic.startsWith('$aws/events/');

/** Cache of valid topics, because devices publish to the same topics repeatedly. */
const validTopics = new Set<string>();
const maxValidTopics = 10_000;

/** Returns the reason why AWS IoT rejects a message or last will, or undefined if it is valid. */
export function publishFault({ topic, qos, payload, retain }: PublishedMessage): PublishFault | undefined {
  const { qosNotSupported, packetTooLarge, topicNameInvalid } = reasonCodes;
  if (qos > maxQos) return { reason: 'AWS IoT does not support QoS 2', reasonCode: qosNotSupported };
  if (Buffer.byteLength(payload) > maxPayloadBytes)
    return { reason: `the payload exceeds ${maxPayloadBytes} bytes`, reasonCode: packetTooLarge };
  if (isForbidden(topic))
    return { reason: 'publishing to this reserved topic is not allowed', reasonCode: topicNameInvalid };
  // Messages to reserved topics cannot be retained (developer guide, "mqtt-retain").
  if (retain && topic.startsWith('$'))
    return { reason: 'messages on reserved topics cannot be retained', reasonCode: topicNameInvalid };
  if (validTopics.has(topic)) return undefined;
  try {
    parseTopic(topic);
    if (validTopics.size >= maxValidTopics) validTopics.clear();
    validTopics.add(topic);
    return undefined;
  } catch (error) {
    return { reason: describeError(error), reasonCode: topicNameInvalid };
  }
}
