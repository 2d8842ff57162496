// aedes 2.0.0-beta.1 requires aedes-persistence ^10.3.1, so npm would install two versions if this package used 11.0.0.
// Version 11.0.0 only adds cleanIncoming, which this version of aedes does not call. cleanIncoming is needed only for QoS 2
// messages, which AWS IoT rejects. The tests also pass with version 11.0.0.
declare module 'aedes-persistence/asyncPersistence.js' {
  import type { Readable } from 'node:stream';
  import type { PublishPacket } from 'aedes';

  export interface StoredPacket {
    topic: string;
    payload: string | Buffer;
    qos: number;
    retain: boolean;
    brokerId?: string;
    brokerCounter?: number;
    properties?: PublishPacket['properties'] | undefined;
    messageExpiry?: number | undefined;
  }

  export interface StoredSubscription {
    topic: string;
    qos: number;
  }

  interface Named {
    id: string;
  }

  /** Class with the members that aedes and Sessions use. The types in the package describe its callback API instead. */
  export default class MemoryPersistence {
    storeRetained(packet: StoredPacket): Promise<void>;
    addSubscriptions(client: Named, subscriptions: readonly StoredSubscription[]): Promise<void>;
    removeSubscriptions(client: Named, topics: readonly string[]): Promise<void>;
    cleanSubscriptions(client: Named): Promise<void>;
    subscriptionsByClient(client: Named): Promise<StoredSubscription[]>;
    outgoingEnqueue(subscriber: { clientId: string }, packet: StoredPacket): Promise<void>;
    outgoingEnqueueCombi(subscribers: readonly { clientId: string }[], packet: StoredPacket): Promise<void>;
    outgoingUpdate(client: Named, packet: StoredPacket & { messageId: number }): Promise<void>;
    outgoingStream(client: Named): Readable;
    delWill(client: Named): Promise<unknown>;
    createRetainedStreamCombi(filters: readonly string[]): Readable;
    subscriptionsByTopic(topic: string): Promise<{ clientId: string }[]>;
    outgoingClearMessageId(client: Named, packet: { messageId?: number }): Promise<StoredPacket | undefined>;
  }
}
