import type { Client, ConnectPacket, PublishPacket, SubscribePacket } from 'aedes';
import { interceptPackets, type ReceivedPacket } from './aedes-internals';
import { aliasFilters } from './filter-aliases';
import { type PacketFault, packetFault } from './packet-faults';
import { reasonCodes } from './reason-codes';

/** Queue of client packets between the parser and aedes. */
export interface PacketIntake {
  /** Forwards acknowledgements of queued messages, once the client has received its CONNACK. */
  takeAcknowledgements(): void;
  /** Forwards the packets that followed CONNECT, in order, once the client has been admitted. */
  open(): void;
}

/**
 * Maximum number of packets that wait until the client is admitted. Before CONNACK, it equals the `queueLimit` of
 * aedes; between CONNACK and the end of the queued messages, it is larger than any client needs. Acknowledgements are
 * not counted.
 */
const maxHeldPackets = { connecting: 42, acknowledging: 1_000 } as const;

/** Checks that each packet must pass before aedes receives it. */
export interface Admission {
  /** Returns whether a CONNECT is accepted; if not, the connection has been closed. */
  admitsConnect(packet: ConnectPacket): boolean;
  /** Returns why a SUBSCRIBE is rejected, or undefined if it is accepted. */
  subscribeFault(packet: SubscribePacket): PacketFault | undefined;
  /** Returns whether a message is accepted; if not, it is dropped silently. */
  admitsPublish(packet: PublishPacket): boolean;
  /** Records an acknowledgement of the client. */
  acknowledged(messageId: number): void;
  /** Closes the connection because of a fault. No further packets are processed. */
  closeWithFault(fault: PacketFault): void;
}

/**
 * Inspects each packet before aedes, which has no hook for whole packets. Packets that follow CONNECT in a later read
 * wait here: aedes would handle them while its hooks are still running (lib/client.js, `enqueue`), before the client
 * has an id.
 */
export function interceptIntake(client: Client, admission: Admission): PacketIntake {
  let state: 'new' | 'connecting' | 'acknowledging' | 'open' | 'ended' = 'new';
  const held: ReceivedPacket[] = [];
  let pendingFault: PacketFault | undefined;

  const end = (fault: PacketFault) => {
    // aedes does not send a reason code to a client that is not ready yet.
    if (state === 'acknowledging') pendingFault = fault;
    else admission.closeWithFault(fault);
    state = 'ended';
  };
  /** Drops all packets received so far, because the client has not been admitted. */
  const abort = () => {
    state = 'ended';
    held.length = 0;
    client.close();
  };
  const forward = (packet: ReceivedPacket) => {
    if (state === 'ended' || hasDisconnect(client)) return;
    if (packet.cmd === 'publish' && !admission.admitsPublish(packet)) return;
    if (state !== 'new' || packet.cmd !== 'connect') {
      const fault = packetFault(packet) ?? (packet.cmd === 'subscribe' ? admission.subscribeFault(packet) : undefined);
      if (fault !== undefined) return end(fault);
    }
    // [MQTT-3.3.1-3]: DUP only refers to the delivery to the broker, but aedes forwards it.
    if (packet.cmd === 'publish') packet.dup = false;
    if (packet.cmd === 'puback') admission.acknowledged(packet.messageId);
    if (packet.cmd === 'subscribe') answerEachFilter(packet);
    if (packet.cmd === 'subscribe' || packet.cmd === 'unsubscribe') aliasFilters(packet);
    passOn(packet);
  };
  const passOn = interceptPackets(client, {
    packet(packet) {
      if (state === 'new' && 'clientId' in packet && !admission.admitsConnect(packet)) state = 'ended';
      if (state === 'connecting' || (state === 'acknowledging' && packet.cmd !== 'puback')) {
        if (held.push(packet) > maxHeldPackets[state]) abort();
      } else forward(packet);
      if (state === 'new') state = 'connecting';
    },
    // aedes would close the connection without a reason code.
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
      for (const packet of held.splice(0)) forward(packet);
      if (pendingFault !== undefined) admission.closeWithFault(pendingFault);
    },
  };
}

/**
 * Returns whether the connection is closing. [MQTT-3.14.4-1]: no packets are answered after DISCONNECT, but aedes
 * closes an MQTT 5 connection a moment later.
 */
const hasDisconnect = ({ version, disconnectReasonCode }: Client): boolean =>
  version === 5 && typeof disconnectReasonCode === 'number';

/**
 * Makes SUBACK contain one code for each filter, in order. [MQTT-3.8.4-5] aedes removes duplicate filters
 * (lib/handlers/subscribe.js, `_dedupe`), so that its SUBACK would have fewer codes.
 */
function answerEachFilter(packet: SubscribePacket): void {
  const { subscriptions } = packet;
  Object.defineProperty(packet, 'subscriptions', { get: () => subscriptions, set: () => undefined });
}
