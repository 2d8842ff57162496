import type { Client, ConnectPacket, PublishPacket, SubscribePacket } from 'aedes';
import { interceptPackets, type ReceivedPacket } from './aedes-internals';
import { faultOf, type PacketFault } from './packet-faults';
import { reasonCodes } from './reason-codes';
import { renameFilters } from './renamed-filters';

/** What a client sends, on its way from the parser to aedes. */
export interface PacketIntake {
  /** The client has its CONNACK, and is sent what waits for it: hands on what it acknowledges of that. */
  takeAcknowledgements(): void;
  /** The client has been let in: hands on what came behind its CONNECT, in order. */
  open(): void;
}

/**
 * What a client may send before it is let in: without its CONNACK as many packets as aedes's own `queueLimit`; with it, and
 * before all that waits for it is sent, as many as it likes, but for what no client sends in that moment.
 */
const heldAtMost = { connecting: 42, acknowledging: 1_000 } as const;

/** What is asked of each packet before aedes has it. */
export interface Admission {
  /** The client says who it is, and how long it is silent at most. Where it does not, the connection has ended. */
  admitsConnect(packet: ConnectPacket): boolean;
  /** Why a SUBSCRIBE is not taken, where it is not. */
  subscribeFault(packet: SubscribePacket): PacketFault | undefined;
  /** Where it does not, the message is as if it had never come. */
  admitsPublish(packet: PublishPacket): boolean;
  /** The client has a message. */
  acknowledged(messageId: number): void;
  /** Something came for which the connection has to end; nothing more is read of it. */
  ended(fault: PacketFault): void;
}

/**
 * Inspects each packet before aedes, which has no hook for whole packets. Packets that follow CONNECT in a later read wait
 * here: aedes would handle them while its hooks still run (lib/client.js, `enqueue`), before the client has an id.
 */
export function takeIn(client: Client, admission: Admission): PacketIntake {
  let state: 'new' | 'connecting' | 'acknowledging' | 'open' | 'ended' = 'new';
  const held: ReceivedPacket[] = [];
  let putOff: PacketFault | undefined;

  const end = (fault: PacketFault) => {
    // aedes tells a reason to nobody who is not yet there
    if (state === 'acknowledging') putOff = fault;
    else admission.ended(fault);
    state = 'ended';
  };
  /** What it has sent so far is as if it had never come: nobody was let in yet. */
  const giveUp = () => {
    state = 'ended';
    held.length = 0;
    client.close();
  };
  const handOn = (packet: ReceivedPacket) => {
    if (state === 'ended' || hasDisconnect(client)) return;
    if (packet.cmd === 'publish' && !admission.admitsPublish(packet)) return;
    if (state !== 'new' || packet.cmd !== 'connect') {
      const fault = faultOf(packet) ?? (packet.cmd === 'subscribe' ? admission.subscribeFault(packet) : undefined);
      if (fault !== undefined) return end(fault);
    }
    // [MQTT-3.3.1-3]: it tells of the way to the broker alone; aedes hands it on
    if (packet.cmd === 'publish') packet.dup = false;
    if (packet.cmd === 'puback') admission.acknowledged(packet.messageId);
    if (packet.cmd === 'subscribe') answerEachFilter(packet);
    if (packet.cmd === 'subscribe' || packet.cmd === 'unsubscribe') renameFilters(packet);
    passOn(packet);
  };
  const passOn = interceptPackets(client, {
    packet(packet) {
      if (state === 'new' && 'clientId' in packet && !admission.admitsConnect(packet)) state = 'ended';
      if (state === 'connecting' || (state === 'acknowledging' && packet.cmd !== 'puback')) {
        if (held.push(packet) > heldAtMost[state]) giveUp();
      } else handOn(packet);
      if (state === 'new') state = 'connecting';
    },
    // aedes would close the connection without a reason code
    error: ({ message }) =>
      end({
        action: 'iot:Publish',
        reason: `a malformed packet: ${message}`,
        reasonCode: reasonCodes.malformedPacket,
      }),
  });

  return {
    takeAcknowledgements() {
      if (state !== 'ended') state = 'acknowledging';
    },
    open() {
      if (state !== 'ended') state = 'open';
      for (const packet of held.splice(0)) handOn(packet);
      if (putOff !== undefined) admission.ended(putOff);
    },
  };
}

/** [MQTT-3.14.4-1]: behind DISCONNECT nothing is answered; aedes ends a connection of MQTT 5 some moments after it. */
const hasDisconnect = ({ version, disconnectReasonCode }: Client): boolean =>
  version === 5 && typeof disconnectReasonCode === 'number';

/**
 * aedes takes a filter that is repeated once (lib/handlers/subscribe.js, `_dedupe`), so that its SUBACK has fewer codes
 * than the SUBSCRIBE has filters. [MQTT-3.8.4-5]: one for each, in their order.
 */
function answerEachFilter(packet: SubscribePacket): void {
  const { subscriptions } = packet;
  Object.defineProperty(packet, 'subscriptions', { get: () => subscriptions, set: () => undefined });
}
