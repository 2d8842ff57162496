import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../clock';
import type { Collection, Store } from '../store';
import { type KeptPacket, keptOf, packetOf } from './kept-packet';

export interface RetainedMessage {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  /** Ms since the epoch. */
  readonly lastModifiedTime: number;
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

export function createRetainedMessages(store: Store, clock: Pick<Clock, 'now'>): RetainedMessages {
  const messages: Collection<Kept> = store.collection('mqtt-retained');
  let count = [...messages.entries()].length;
  const messageOf = ({ packet, at }: Kept): RetainedMessage => ({
    topic: packet.topic,
    payload: Buffer.from(packet.payload, 'base64'),
    qos: packet.qos,
    lastModifiedTime: at,
  });
  return {
    keep(packet) {
      if (packet.payload.length === 0) {
        if (messages.delete(packet.topic)) count -= 1;
        return;
      }
      if (messages.get(packet.topic) === undefined) count += 1;
      messages.set(packet.topic, { packet: keptOf(packet), at: clock.now() });
    },
    // a filter without wildcards is a topic; no topic has one in it
    sentTo: (filters) =>
      filters.flatMap((filter) => {
        const kept = messages.get(filter);
        return kept === undefined ? [] : [packetOf(kept.packet)];
      }),
    find(topic) {
      const kept = messages.get(topic);
      return kept && messageOf(kept);
    },
    list: () => [...messages.entries()].map(([, kept]) => messageOf(kept)).sort((a, b) => (a.topic < b.topic ? -1 : 1)),
    get count() {
      return count;
    },
  };
}
