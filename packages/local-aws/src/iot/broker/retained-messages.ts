import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { type KeptPacket, keptOf, packetOf } from './kept-packet';
import { expiring, unexpired } from './message-expiry';
import { headersOf } from './mqtt5-headers';

export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  /** Ms since the epoch. */
  readonly lastModifiedTime: number;
  /** Of MQTT 5, in their order. */
  readonly userProperties?: readonly (readonly [key: string, value: string])[] | undefined;
}

/**
 * The message that each topic keeps for those who come later: one a topic, until an empty one ends it.
 * Source: AWS IoT developer guide, "mqtt-retain".
 */
export interface RetainedMessages {
  keep(packet: StoredPacket): void;
  /** As they are sent to a new subscription: a filter with wildcards gets none. */
  sentTo(filters: readonly string[]): StoredPacket[];
  find(topic: string): RetainedMessage | undefined;
  /** By topic. */
  list(): RetainedMessage[];
  readonly count: number;
}

interface Kept {
  packet: KeptPacket;
  at: number;
}

export function createRetainedMessages(store: Store, clock: Pick<Clock, 'now' | 'real'>): RetainedMessages {
  const messages: Collection<Kept> = store.collection('mqtt-retained');
  let count = [...messages.entries()].length;
  const messageOf = ({ packet, at }: Kept): RetainedMessage => ({
    topic: packet.topic,
    payload: Buffer.from(packet.payload, 'base64'),
    qos: packet.qos,
    lastModifiedTime: at,
    userProperties: headersOf(packetOf(packet))?.userProperties,
  });
  const forget = (topic: string) => {
    if (messages.delete(topic)) count -= 1;
  };
  /** Forgets it where it has expired. */
  const found = (topic: string): Kept | undefined => {
    const kept = messages.get(topic);
    const expiresAt = kept?.packet.messageExpiry;
    if (expiresAt === undefined || expiresAt > clock.now()) return kept;
    forget(topic);
    return undefined;
  };
  return {
    keep(packet) {
      if (packet.payload.length === 0) {
        forget(packet.topic);
        return;
      }
      if (messages.get(packet.topic) === undefined) count += 1;
      messages.set(packet.topic, { packet: keptOf(expiring(packet, clock)), at: Math.floor(clock.now()) });
    },
    // a filter without wildcards is a topic; no topic has one in it
    sentTo: (filters) =>
      filters.flatMap((filter) => {
        const kept = found(filter);
        const packet = kept && unexpired(packetOf(kept.packet), clock);
        return packet === undefined ? [] : [packet];
      }),
    find(topic) {
      const kept = found(topic);
      return kept && messageOf(kept);
    },
    list: () =>
      [...messages.entries()]
        .flatMap(([topic]) => found(topic) ?? [])
        .map(messageOf)
        .sort((a, b) => (a.topic < b.topic ? -1 : 1)),
    get count() {
      return count;
    },
  };
}
