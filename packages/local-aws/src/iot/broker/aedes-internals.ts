import { EventEmitter } from 'node:events';
import type { Aedes, Client, ConnectPacket, PublishPacket, SubscribePacket, UnsubscribePacket } from 'aedes';
import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';

// This file uses private members of aedes, which lacks hooks and options for some of AWS IoT's behavior.
// package.json therefore pins aedes to 2.0.0-beta.1. If an upgrade changes one of these members, a test in
// aedes-internals.test.ts fails.

/** Imports aedes dynamically, because it is published only as ES modules. */
export const loadAedes = (): Promise<Pick<typeof import('aedes'), 'Aedes'>> => import('aedes');

const changed = (member: string) =>
  new Error(`this version of aedes has no ${member}; update iot/broker/aedes-internals.ts`);

function methodOf(owner: object, name: string) {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw changed(`method ${name}`);
  return (...given: unknown[]): void => void Reflect.apply(method, owner, given);
}

/** Packet from a connected client, as the parser emits it. */
export type ClientPacket =
  | PublishPacket
  | SubscribePacket
  | UnsubscribePacket
  | { cmd: 'puback'; messageId: number }
  | { cmd: 'connect' | 'auth' | 'pingreq' | 'disconnect' | 'pubrec' | 'pubrel' | 'pubcomp' };
export type ReceivedPacket = ClientPacket | ConnectPacket;

/**
 * Passes a client's packets and parser errors to listeners instead of to aedes.
 * @returns a function that passes a packet on to aedes
 */
export function interceptPackets(
  client: Client,
  listeners: { packet(packet: ReceivedPacket): void; error(error: Error): void },
): (packet: ReceivedPacket) => void {
  const parser: unknown = Reflect.get(client, '_parser');
  const [handle] = parser instanceof EventEmitter ? parser.listeners('packet') : [];
  if (!(parser instanceof EventEmitter) || handle === undefined) throw changed('_parser with a "packet" listener');
  parser.removeAllListeners('packet').on('packet', listeners.packet);
  parser.removeAllListeners('error').on('error', listeners.error);
  return (packet) => void Reflect.apply(handle, parser, [packet]);
}

/** Reserves and returns the packet identifier that aedes would assign to the client's next QoS 1 message. */
export function takePacketIdentifier(client: Client): number {
  const next: unknown = Reflect.get(client, '_nextId');
  if (typeof next !== 'number') throw changed('number _nextId');
  Reflect.set(client, '_nextId', next >= 65_535 ? 1 : next + 1);
  return next;
}

/** Returns whether the client has sent DISCONNECT with a reason code other than 0x04, "Disconnect with Will Message". */
export function hasSentDisconnect(client: Client): boolean {
  const disconnected: unknown = Reflect.get(client, '_disconnected');
  if (typeof disconnected !== 'boolean') throw changed('boolean _disconnected');
  return disconnected;
}

/** Discards a client's last will, as the client's DISCONNECT would. */
export function discardWill(client: Client): void {
  hasSentDisconnect(client);
  Reflect.set(client, '_disconnected', true);
}

type DrainListener = (error: Error | null, client: Client) => void;

/**
 * Overrides how aedes waits for a client whose write buffer is full. aedes keeps a message in flight until `done` has
 * been called for every recipient (lib/write.js).
 * @param wait called instead of aedes' own method, which is passed as `own`
 */
export function overrideWaitForDrain(
  client: Client,
  wait: (done: DrainListener, own: (done: DrainListener) => void) => void,
): void {
  const own = methodOf(client, 'waitForDrain');
  Object.defineProperty(client, 'waitForDrain', { value: (done: DrainListener) => wait(done, own) });
}

/** Message that is being delivered to a client. */
export type OutgoingPacket = StoredPacket & { messageId?: number };
export type Deliver = (packet: OutgoingPacket, done: () => void) => void;

interface DeliveryMethods {
  /** Delivers at QoS 0. */
  deliver0: Deliver;
  /** Delivers at the message's QoS. */
  deliverQoS: Deliver;
}

/**
 * Overrides how aedes delivers messages to a client. Must be called before the client subscribes, because a subscription
 * stores the delivery method when it is created.
 */
export function overrideDeliveries(client: Client, override: (own: DeliveryMethods) => DeliveryMethods): void {
  const own = { deliver0: methodOf(client, 'deliver0'), deliverQoS: methodOf(client, 'deliverQoS') };
  Object.assign(client, override(own));
}

/**
 * Returns whether the client has subscribed to exactly this topic at QoS 0. aedes then delivers messages on the topic at QoS 0
 * (lib/client.js, `deliverQoS`).
 */
export function isSubscribedAtQos0(client: Client, topic: string): boolean {
  const subscriptions: unknown = Reflect.get(client, 'subscriptions');
  if (typeof subscriptions !== 'object' || subscriptions === null) throw changed('object subscriptions');
  return Reflect.get(Object(Reflect.get(subscriptions, topic)), 'qos') === 0;
}

interface SessionTimers {
  /** Called when a client has disconnected. */
  scheduleSessionExpiry(client: Client): void;
  /** Called when a client connects, to keep its session. */
  clearSessionExpiry(clientId: string): void;
  /** Called when a client with a delayed will is lost. */
  scheduleWill(client: Client, will: object, seconds: number): void;
  /** Called when a client connects, to cancel its delayed will. */
  clearDelayedWill(clientId: string): void;
}

/** Overrides the timers that end sessions and publish delayed wills. */
export function overrideSessionTimers(
  broker: Aedes,
  override: (own: { publishWill(client: Client, will: object): void }) => SessionTimers,
): void {
  const timers = override({ publishWill: methodOf(broker, 'publishWill') });
  for (const name of Object.keys(timers)) methodOf(broker, name);
  Object.assign(broker, timers);
}
