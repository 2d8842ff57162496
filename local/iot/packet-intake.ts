import { EventEmitter } from 'node:events';
import type { Client, SubscribePacket, UnsubscribePacket } from 'aedes';
import { renameShared } from './shared-subscriptions';

/** What a client sends, on its way from the parser to aedes. */
export interface PacketIntake {
  /** The client has its CONNACK, and is sent what waits for it: hands on what it acknowledges of that. */
  takeAcknowledgements(): void;
  /** The client has been let in: hands on what came behind its CONNECT, in order. */
  open(): void;
}

/** What a client may send before it is let in; aedes's own `queueLimit`. */
const heldAtMost = 42;

/** What is asked of each packet before aedes has it. */
export interface Admission {
  /** Where it does not, nothing more is read of this client. */
  admitsSubscribe(packet: SubscribePacket): boolean;
  /** Where it does not, the message is as if it had never come. */
  admitsPublish(): boolean;
  /** The client has a message. */
  acknowledged(messageId: number): void;
}

const isAcknowledgement = (packet: object): packet is { cmd: 'puback'; messageId: number } =>
  'cmd' in packet && packet.cmd === 'puback';
const isPublish = (packet: object) => 'cmd' in packet && packet.cmd === 'publish';
const isSubscribe = (packet: object): packet is SubscribePacket => 'cmd' in packet && packet.cmd === 'subscribe';
const isUnsubscribe = (packet: object): packet is UnsubscribePacket => 'cmd' in packet && packet.cmd === 'unsubscribe';

/**
 * Stands before aedes, which has no hook for whole packets. What arrives behind CONNECT in another read, aedes would
 * handle while its hooks still run (lib/client.js, `enqueue`), without a client's id: here it waits.
 * The parser is a private part of aedes 2.0.0-beta.1, which is why that version is pinned.
 * @throws Error where aedes keeps its parser elsewhere
 */
export function takeIn(client: Client, { admitsSubscribe, admitsPublish, acknowledged }: Admission): PacketIntake {
  const parser: unknown = Reflect.get(client, '_parser');
  const [handle] = parser instanceof EventEmitter ? parser.listeners('packet') : [];
  if (!(parser instanceof EventEmitter) || handle === undefined)
    throw new Error('this version of aedes hands packets on in another way; local/iot/packet-intake.ts must learn it');
  let state: 'new' | 'connecting' | 'acknowledging' | 'open' | 'ended' = 'new';
  const held: object[] = [];

  const handOn = (packet: object) => {
    if (state === 'ended') return;
    if (isPublish(packet) && !admitsPublish()) return;
    if (isSubscribe(packet)) {
      if (!admitsSubscribe(packet)) {
        state = 'ended';
        return;
      }
      answerEachFilter(packet);
    }
    if (isAcknowledgement(packet)) acknowledged(packet.messageId);
    if (isSubscribe(packet) || isUnsubscribe(packet)) renameShared(packet);
    Reflect.apply(handle, parser, [packet]);
  };
  parser.removeAllListeners('packet');
  parser.on('packet', (packet: object) => {
    const mustWait = state === 'connecting' || (state === 'acknowledging' && !isAcknowledgement(packet));
    if (!mustWait) handOn(packet);
    else if (held.push(packet) > heldAtMost) client.close();
    if (state === 'new') state = 'connecting';
  });

  return {
    takeAcknowledgements() {
      state = 'acknowledging';
    },
    open() {
      state = 'open';
      for (const packet of held.splice(0)) handOn(packet);
    },
  };
}

/**
 * aedes takes a filter that is repeated once (lib/handlers/subscribe.js, `_dedupe`), so that its SUBACK has fewer codes
 * than the SUBSCRIBE has filters. [MQTT-3.8.4-5]: one for each, in their order.
 */
function answerEachFilter(packet: SubscribePacket): void {
  const { subscriptions } = packet;
  Object.defineProperty(packet, 'subscriptions', { get: () => subscriptions, set: () => undefined });
}
