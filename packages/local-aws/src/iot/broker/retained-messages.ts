import type { Mqtt5Headers } from '@himeshima/iot';
import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { withExpiryTime, withRemainingExpiry } from './message-expiry';
import { headersOf } from './mqtt5-headers';
import { deserializePacket, type SerializedPacket, serializePacket } from './serialized-packet';

export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  /** Time of the last change in milliseconds since the epoch. */
  readonly lastModifiedTime: number;
  /** MQTT 5 properties. */
  readonly headers?: Mqtt5Headers | undefined;
}

/**
 * Retained messages, at most one for each topic. A message with an empty payload deletes the topic's retained message.
 * Source: AWS IoT developer guide, "mqtt-retain".
 */
export interface RetainedMessages {
  retain(packet: StoredPacket): void;
  /** Returns the messages that new subscriptions receive. Filters with wildcards receive no retained messages. */
  sentTo(filters: readonly string[]): StoredPacket[];
  find(topic: string): RetainedMessage | undefined;
  /** Returns all retained messages, sorted by topic. */
  list(): RetainedMessage[];
  readonly count: number;
}

interface StoredMessage {
  packet: SerializedPacket;
  at: number;
}

export function createRetainedMessages(store: Store, clock: Pick<Clock, 'now' | 'real'>): RetainedMessages {
  const messages: Collection<StoredMessage> = store.collection('mqtt-retained');
  let count = [...messages.entries()].length;
  const messageOf = ({ packet, at }: StoredMessage): RetainedMessage => ({
    topic: packet.topic,
    payload: Buffer.from(packet.payload, 'base64'),
    qos: packet.qos,
    lastModifiedTime: at,
    headers: headersOf(deserializePacket(packet)),
  });
  const forget = (topic: string) => {
    if (messages.delete(topic)) count -= 1;
  };
  /** Returns a topic's retained message, or deletes it if it has expired. */
  const findUnexpired = (topic: string): StoredMessage | undefined => {
    const stored = messages.get(topic);
    const expiresAt = stored?.packet.messageExpiry;
    if (expiresAt === undefined || expiresAt > clock.now()) return stored;
    forget(topic);
    return undefined;
  };
  return {
    retain(packet) {
      if (packet.payload.length === 0) {
        forget(packet.topic);
        return;
      }
      if (messages.get(packet.topic) === undefined) count += 1;
      messages.set(packet.topic, {
        packet: serializePacket(withExpiryTime(packet, clock)),
        at: Math.floor(clock.now()),
      });
    },
    // A filter can be looked up like a topic, because a filter without wildcards equals a topic and no topic contains a
    // wildcard.
    sentTo: (filters) =>
      filters.flatMap((filter) => {
        const stored = findUnexpired(filter);
        const packet = stored && withRemainingExpiry(deserializePacket(stored.packet), clock);
        return packet === undefined ? [] : [packet];
      }),
    find(topic) {
      const stored = findUnexpired(topic);
      return stored && messageOf(stored);
    },
    list: () =>
      [...messages.entries()]
        .flatMap(([topic]) => findUnexpired(topic) ?? [])
        .map(messageOf)
        .sort((a, b) => (a.topic < b.topic ? -1 : 1)),
    get count() {
      return count;
    },
  };
}
