import { Readable } from 'node:stream';
import MemoryPersistence, { type StoredPacket, type StoredSubscription } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';
import type { Collection, Store } from '../../store';
import { type KeptPacket, keptOf, packetOf } from './kept-packet';
import { expiring, unexpired } from './message-expiry';
import type { RetainedMessages } from './retained-messages';

interface Queued {
  clientId: string;
  packet: KeptPacket;
  /** Queues are read in this order, whichever process has filled them. */
  order: number;
}

/** No identifier of a packet. */
const forgotten = -1;

interface SessionOptions {
  retained: RetainedMessages;
  clock: Pick<Clock, 'now' | 'real'>;
  /** Whether a client was let subscribe to it. */
  isGranted(clientId: string, subscription: StoredSubscription): boolean;
  /** Whether a client that has come back is sent what waits by somebody else than aedes. */
  isPaced(client: object): boolean;
}

/** Sessions of MQTT in memory, with messages retained as AWS IoT retains them, and expired by the platform's clock. */
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
   * aedes gives all filters of a SUBSCRIBE for each one that is granted (lib/handlers/subscribe.js, `storeSubscriptions`):
   * without those that are refused, of which a session would be sent the messages when its client comes back.
   */
  override async addSubscriptions(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<void> {
    await this.takeUp(
      client,
      subscriptions.filter((one) => this.#isGranted(client.id, one)),
    );
  }

  /** Adds subscriptions, whoever has granted them. */
  protected async takeUp(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<void> {
    await super.addSubscriptions(client, subscriptions);
  }

  override async outgoingEnqueue(subscriber: { clientId: string }, packet: StoredPacket): Promise<void> {
    await this.outgoingEnqueueCombi([subscriber], packet);
  }

  override async outgoingEnqueueCombi(subscribers: readonly { clientId: string }[], packet: StoredPacket) {
    if (subscribers.length === 0) return;
    const timed = expiring(packet, this.#clock);
    // aedes names a client for each filter of it that the message matches
    const each = [...new Map(subscribers.map((one) => [one.clientId, one])).values()];
    await this.requeue(each, timed);
    this.queued(each, timed);
  }

  protected async requeue(subscribers: readonly { clientId: string }[], packet: StoredPacket): Promise<void> {
    await super.outgoingEnqueueCombi(subscribers, packet);
  }

  /** Hears of what waits from now on. */
  protected queued(_subscribers: readonly { clientId: string }[], _packet: StoredPacket): void {}

  /** What aedes sends at once to a client that has come back; what has expired is forgotten. */
  override outgoingStream(client: { id: string }): Readable {
    return Readable.from(this.#isPaced(client) ? [] : this.#unexpired(client));
  }

  async *#unexpired(client: { id: string }) {
    for await (const packet of super.outgoingStream(client)) {
      const left = unexpired(packet, this.#clock);
      if (left !== undefined) yield left;
      else await this.forget(client, packet);
    }
  }

  /** What waits for a client, that which has expired included. */
  async waitingFor(client: { id: string }): Promise<StoredPacket[]> {
    const packets: StoredPacket[] = [];
    for await (const packet of super.outgoingStream(client)) packets.push(packet);
    return packets;
  }

  /** Takes one message out of what waits for a client. */
  async forget(client: { id: string }, packet: StoredPacket): Promise<void> {
    // by its identifier, which one that was never sent has not; one that is gone already is refused, and forgotten all the same
    await this.outgoingUpdate(client, { ...packet, messageId: forgotten }).catch(() => undefined);
    await this.outgoingClearMessageId(client, { messageId: forgotten });
  }

  /** aedes takes out what it does not hand on, such as what a client has by another filter: by no identifier, so another. */
  override async outgoingClearMessageId(client: { id: string }, packet: { messageId?: number }) {
    return packet.messageId === undefined ? undefined : super.outgoingClearMessageId(client, packet);
  }

  /** Forgets a session. */
  async end(clientId: string): Promise<void> {
    const client = { id: clientId };
    await this.cleanSubscriptions(client);
    for (const packet of await this.waitingFor(client)) await this.forget(client, packet);
    await this.delWill(client);
  }

  /** Those whose subscriptions have outlived a process. */
  clientIds(): string[] {
    return [];
  }

  override async storeRetained(packet: StoredPacket): Promise<void> {
    this.#retained.keep(packet);
  }

  override createRetainedStreamCombi(filters: readonly string[]): Readable {
    return Readable.from(this.#retained.sentTo(filters));
  }
}

/**
 * Those that outlive the process: the subscriptions of persistent sessions, and what waits in their queues. Not there:
 * wills, and what QoS 2 would need.
 */
export class KeptSessions extends Sessions {
  readonly #subscriptions: Collection<StoredSubscription[]>;
  readonly #queued: Collection<Queued>;
  #order = 0;

  constructor(store: Store, options: SessionOptions) {
    super(options);
    this.#subscriptions = store.collection('mqtt-subscriptions');
    this.#queued = store.collection('mqtt-queued');
    for (const [id, subscriptions] of this.#subscriptions.entries()) void this.takeUp({ id }, subscriptions);
    const queued = [...this.#queued.entries()].map(([, entry]) => entry).sort((a, b) => a.order - b.order);
    for (const { clientId, packet } of queued) void this.requeue([{ clientId }], packetOf(packet));
    this.#order = (queued.at(-1)?.order ?? 0) + 1;
  }

  override async addSubscriptions(client: { id: string }, subscriptions: readonly StoredSubscription[]): Promise<void> {
    await super.addSubscriptions(client, subscriptions);
    await this.#keepSubscriptions(client);
  }

  override async removeSubscriptions(client: { id: string }, topics: readonly string[]): Promise<void> {
    await super.removeSubscriptions(client, topics);
    await this.#keepSubscriptions(client);
  }

  override async cleanSubscriptions(client: { id: string }): Promise<void> {
    await super.cleanSubscriptions(client);
    await this.#keepSubscriptions(client);
  }

  override clientIds(): string[] {
    return [...this.#subscriptions.entries()].map(([clientId]) => clientId);
  }

  protected override queued(subscribers: readonly { clientId: string }[], packet: StoredPacket): void {
    for (const { clientId } of subscribers) {
      this.#queued.set(queueKey(clientId, packet), { clientId, packet: keptOf(packet), order: this.#order });
      this.#order += 1;
    }
  }

  override async outgoingClearMessageId(client: { id: string }, packet: { messageId?: number }) {
    const cleared = await super.outgoingClearMessageId(client, packet);
    if (cleared !== undefined) this.#queued.delete(queueKey(client.id, cleared));
    return cleared;
  }

  async #keepSubscriptions(client: { id: string }): Promise<void> {
    const left = await super.subscriptionsByClient(client);
    if (left.length === 0) this.#subscriptions.delete(client.id);
    else this.#subscriptions.set(client.id, left);
  }
}

const queueKey = (clientId: string, { brokerId, brokerCounter }: StoredPacket) =>
  `${clientId}\n${brokerId}:${brokerCounter}`;
