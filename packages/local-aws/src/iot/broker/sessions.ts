import { Readable } from 'node:stream';
import MemoryPersistence, { type StoredPacket, type StoredSubscription } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { withExpiryTime, withRemainingExpiry } from './message-expiry';
import type { RetainedMessages } from './retained-messages';
import { deserializePacket, type SerializedPacket, serializePacket } from './serialized-packet';

interface QueuedMessage {
  clientId: string;
  packet: SerializedPacket;
  /** Position in the queue, preserved across restarts. */
  order: number;
}

/** Packet identifier that no queued packet uses. */
const unusedPacketId = -1;

interface SessionOptions {
  retained: RetainedMessages;
  clock: Pick<Clock, 'now' | 'real'>;
  /** Returns whether a client's subscription was granted. */
  isGranted(clientId: string, subscription: StoredSubscription): boolean;
  /** Returns whether Deliveries, instead of aedes, sends the queued messages of a reconnected client. */
  isPaced(client: object): boolean;
}

/** MQTT sessions in memory. Retained messages behave as in AWS IoT, and messages expire on the platform's clock. */
export class Sessions extends MemoryPersistence {
  readonly #retained: RetainedMessages;
  readonly #clock: SessionOptions['clock'];
  readonly #isGranted: SessionOptions['isGranted'];
  readonly #isPaced: SessionOptions['isPaced'];

  constructor({ retained, clock, isGranted, isPaced }: SessionOptions) {
    super();
    this.#retained = retained;
    this.#clock = clock;
    this.#isGranted = isGranted;
    this.#isPaced = isPaced;
  }

  /**
   * Adds only the granted subscriptions. aedes passes all filters in a SUBSCRIBE for each granted filter
   * (lib/handlers/subscribe.js, `storeSubscriptions`), so a session would otherwise receive messages for rejected
   * filters after a reconnect.
   */
  override async addSubscriptions(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<void> {
    await this.restoreSubscriptions(
      client,
      subscriptions.filter((subscriber) => this.#isGranted(client.id, subscriber)),
    );
  }

  /** Adds subscriptions without checking that they were granted. */
  protected async restoreSubscriptions(
    client: { id: string },
    subscriptions: readonly StoredSubscription[],
  ): Promise<void> {
    await super.addSubscriptions(client, subscriptions);
  }

  override async outgoingEnqueue(subscriber: { clientId: string }, packet: StoredPacket): Promise<void> {
    await this.outgoingEnqueueCombi([subscriber], packet);
  }

  override async outgoingEnqueueCombi(subscribers: readonly { clientId: string }[], packet: StoredPacket) {
    if (subscribers.length === 0) return;
    const timed = withExpiryTime(packet, this.#clock);
    // aedes lists a client several times if several of its filters match the message.
    const uniqueSubscribers = [...new Map(subscribers.map((subscriber) => [subscriber.clientId, subscriber])).values()];
    await this.requeue(uniqueSubscribers, timed);
    this.queued(uniqueSubscribers, timed);
  }

  protected async requeue(subscribers: readonly { clientId: string }[], packet: StoredPacket): Promise<void> {
    await super.outgoingEnqueueCombi(subscribers, packet);
  }

  /** Called when a message has been queued. */
  protected queued(_subscribers: readonly { clientId: string }[], _packet: StoredPacket): void {}

  /** Returns the queued messages that aedes sends to a reconnected client, and deletes expired messages. */
  override outgoingStream(client: { id: string }): Readable {
    return Readable.from(this.#isPaced(client) ? [] : this.#withRemainingExpiry(client));
  }

  async *#withRemainingExpiry(client: { id: string }) {
    for await (const packet of super.outgoingStream(client)) {
      const remaining = withRemainingExpiry(packet, this.#clock);
      if (remaining !== undefined) yield remaining;
      else await this.forget(client, packet);
    }
  }

  /** Returns a client's queued messages, including expired messages. */
  async waitingFor(client: { id: string }): Promise<StoredPacket[]> {
    const packets: StoredPacket[] = [];
    for await (const packet of super.outgoingStream(client)) packets.push(packet);
    return packets;
  }

  /** Deletes one of a client's queued messages. */
  async forget(client: { id: string }, packet: StoredPacket): Promise<void> {
    // aedes deletes messages by packet identifier, so assign an unused identifier to the message first. The assignment
    // fails if the message has already been deleted.
    await this.outgoingUpdate(client, { ...packet, messageId: unusedPacketId }).catch(() => undefined);
    await this.outgoingClearMessageId(client, { messageId: unusedPacketId });
  }

  /**
   * Ignores calls without a packet identifier, which would delete a different message. aedes makes such calls for
   * messages that it does not forward, such as duplicates that match another filter.
   */
  override async outgoingClearMessageId(client: { id: string }, packet: { messageId?: number }) {
    return packet.messageId === undefined ? undefined : super.outgoingClearMessageId(client, packet);
  }

  /** Deletes a session. */
  async end(clientId: string): Promise<void> {
    const client = { id: clientId };
    await this.cleanSubscriptions(client);
    for (const packet of await this.waitingFor(client)) await this.forget(client, packet);
    await this.delWill(client);
  }

  /** Returns the IDs of the clients whose subscriptions were restored: none, unless a subclass persists sessions. */
  clientIds(): string[] {
    return [];
  }

  override async storeRetained(packet: StoredPacket): Promise<void> {
    this.#retained.retain(packet);
  }

  override createRetainedStreamCombi(filters: readonly string[]): Readable {
    return Readable.from(this.#retained.sentTo(filters));
  }
}

/**
 * MQTT sessions that survive a restart, with their subscriptions and queued messages.
 * Wills and QoS 2 state are not stored.
 */
export class PersistentSessions extends Sessions {
  readonly #subscriptions: Collection<StoredSubscription[]>;
  readonly #queued: Collection<QueuedMessage>;
  #order = 0;

  constructor(store: Store, options: SessionOptions) {
    super(options);
    this.#subscriptions = store.collection('mqtt-subscriptions');
    this.#queued = store.collection('mqtt-queued');
    for (const [id, subscriptions] of this.#subscriptions.entries())
      void this.restoreSubscriptions({ id }, subscriptions);
    const queued = [...this.#queued.entries()].map(([, entry]) => entry).sort((a, b) => a.order - b.order);
    for (const { clientId, packet } of queued) void this.requeue([{ clientId }], deserializePacket(packet));
    this.#order = (queued.at(-1)?.order ?? 0) + 1;
  }

  override async addSubscriptions(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<void> {
    await super.addSubscriptions(client, subscriptions);
    await this.#storeSubscriptions(client);
  }

  override async removeSubscriptions(client: { id: string }, topics: readonly string[]): Promise<void> {
    await super.removeSubscriptions(client, topics);
    await this.#storeSubscriptions(client);
  }

  override async cleanSubscriptions(client: { id: string }): Promise<void> {
    await super.cleanSubscriptions(client);
    await this.#storeSubscriptions(client);
  }

  override clientIds(): string[] {
    return [...this.#subscriptions.entries()].map(([clientId]) => clientId);
  }

  protected override queued(subscribers: readonly { clientId: string }[], packet: StoredPacket): void {
    for (const { clientId } of subscribers) {
      this.#queued.set(queueKey(clientId, packet), { clientId, packet: serializePacket(packet), order: this.#order });
      this.#order += 1;
    }
  }

  override async outgoingClearMessageId(client: { id: string }, packet: { messageId?: number }) {
    const cleared = await super.outgoingClearMessageId(client, packet);
    if (cleared !== undefined) this.#queued.delete(queueKey(client.id, cleared));
    return cleared;
  }

  async #storeSubscriptions(client: { id: string }): Promise<void> {
    const remaining = await super.subscriptionsByClient(client);
    if (remaining.length === 0) this.#subscriptions.delete(client.id);
    else this.#subscriptions.set(client.id, remaining);
  }
}

const queueKey = (clientId: string, { brokerId, brokerCounter }: StoredPacket) =>
  `${clientId}\n${brokerId}:${brokerCounter}`;
