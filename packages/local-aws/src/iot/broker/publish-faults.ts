import { parseTopic } from '@himeshima/iot';
import { reasonOf } from '../../reason';
import { maxPayloadBytes, maxQos } from '../quotas';
import { reasonCodes } from './reason-codes';

export type Published = { topic: string; qos: number; payload: string | Uint8Array; retain: boolean };

/** Why something is no message to AWS IoT, whoever sends it. */
export interface PublishFault {
  reason: string;
  /** With which the connection ends. */
  endsWith: number;
}

/** Developer guide, "reserved-topics": what begins with $ is AWS's own, and events are published by AWS IoT alone. */
export const isReserved = (topic: string) => topic.startsWith('$') && !topic.startsWith('$aws/');
export const isForbidden = (topic: string) => isReserved(topic) || topic.startsWith('$aws/events/');

/** A device publishes to the same topics again and again. */
const wellFormed = new Set<string>();
const topicsRemembered = 10_000;

/** @returns undefined for what is a message, or a last will */
export function publishFault({ topic, qos, payload, retain }: Published): PublishFault | undefined {
  const { qosNotSupported, packetTooLarge, topicNameInvalid } = reasonCodes;
  if (qos > maxQos) return { reason: 'AWS IoT does not support QoS 2', endsWith: qosNotSupported };
  if (Buffer.byteLength(payload) > maxPayloadBytes)
    return { reason: `a message has at most ${maxPayloadBytes} bytes`, endsWith: packetTooLarge };
  if (isForbidden(topic)) return { reason: 'nobody publishes to this reserved topic', endsWith: topicNameInvalid };
  // developer guide, "mqtt-retain": a message to a reserved topic cannot have the flag
  if (retain && topic.startsWith('$'))
    return { reason: 'a reserved topic retains no message', endsWith: topicNameInvalid };
  if (wellFormed.has(topic)) return undefined;
  try {
    parseTopic(topic);
    if (wellFormed.size >= topicsRemembered) wellFormed.clear();
    wellFormed.add(topic);
    return undefined;
  } catch (error) {
    return { reason: reasonOf(error), endsWith: topicNameInvalid };
  }
}
