import type { Client, ConnectPacket, PublishPacket, SubscribePacket } from 'aedes';
import { interceptPackets, type ReceivedPacket } from './aedes-internals';
import { aliasFilters } from './filter-aliases';
import { type PacketFault, packetFault } from './packet-faults';
import { reasonCodes } from './reason-codes';

/** Queue of client packets between the parser and aedes. */
export interface PacketIntake {
  /** Forwards acknowledgements of queued messages, after the client has received its CONNACK. */
  takeAcknowledgements(): void;
  /** Forwards the packets that followed CONNECT, in order, after the client has been admitted. */
  open(): void;
}

/**
 * Maximum number of packets that wait until the client is ready. Before CONNACK, the maximum equals aedes'
 * `queueLimit`; while queued messages are sent after CONNACK, the maximum is larger than any client requires.
 * Acknowledgements are not counted.
 */
const maxHeldPackets = { connecting: 42, acknowledging: 1_000 } as const;

/** Checks that run on each packet before aedes receives it. */
export interface Admission {
  /**
   * Authenticates a client without a certificate by its CONNECT. Resolves with whether the client is authenticated; if
   * not, the connection has been closed. Returns undefined for clients that have already been authenticated.
   */
  authenticate(packet: ConnectPacket): Promise<boolean> | undefined;
  /** Returns whether a CONNECT is accepted. If not, this function has closed the connection. */
  admitsConnect(packet: ConnectPacket): boolean;
  /** Returns the reason for rejecting a SUBSCRIBE, or undefined if it is accepted. */
  subscribeFault(packet: SubscribePacket): PacketFault | undefined;
  /** Returns whether a message is accepted. Other messages are dropped without an error for the client. */
  admitsPublish(packet: PublishPacket): boolean;
  /** Records an acknowledgement from the client. */
  acknowledged(messageId: number): void;
  /** Closes the connection because of a fault. No further packets are processed. */
  closeWithFault(fault: PacketFault): void;
}

/**
 * Checks each packet before aedes handles it, because aedes has no hook for whole packets. Also queues packets that
 * arrive after CONNECT until the client is admitted. Otherwise aedes would handle these packets while its hooks are
 * still running (lib/client.js, `enqueue`), before the client has an id.
 */
export function interceptIntake(client: Client, admission: Admission): PacketIntake {
  let state: 'new' | 'connecting' | 'acknowledging' | 'open' | 'ended' = 'new';
  const held: ReceivedPacket[] = [];
  let pendingFault: PacketFault | undefined;

  const end = (fault: PacketFault) => {
    // Wait until the client is ready, because aedes sends no reason code before then.
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
    // aedes would forward the DUP flag, which refers only to the delivery to the broker ([MQTT-3.3.1-3]).
    if (packet.cmd === 'publish') packet.dup = false;
    if (packet.cmd === 'puback') admission.acknowledged(packet.messageId);
    if (packet.cmd === 'subscribe') answerEachFilter(packet);
    if (packet.cmd === 'subscribe' || packet.cmd === 'unsubscribe') aliasFilters(packet);
    passOn(packet);
  };
  /** Passes a CONNECT on after an authentication during which further packets may have arrived. */
  const admit = (packet: ConnectPacket & ReceivedPacket, isAuthenticated: boolean) => {
    if (state === 'ended') return;
    if (isAuthenticated && admission.admitsConnect(packet)) passOn(packet);
    else state = 'ended';
  };
  const passOn = interceptPackets(client, {
    packet(packet) {
      if (state === 'new' && 'clientId' in packet) {
        const authentication = admission.authenticate(packet);
        if (authentication !== undefined) {
          state = 'connecting';
          return void authentication.then((isAuthenticated) => admit(packet, isAuthenticated));
        }
        if (!admission.admitsConnect(packet)) state = 'ended';
      }
      if (state === 'connecting' || (state === 'acknowledging' && packet.cmd !== 'puback')) {
        if (held.push(packet) > maxHeldPackets[state]) abort();
      } else forward(packet);
      if (state === 'new') state = 'connecting';
    },
    // Without this listener, aedes would close the connection without a reason code.
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
 * Returns whether the client has sent DISCONNECT. Packets after DISCONNECT must not be answered ([MQTT-3.14.4-1]), but
 * aedes closes an MQTT 5 connection with a short delay.
 */
const hasDisconnect = ({ version, disconnectReasonCode }: Client): boolean =>
  version === 5 && typeof disconnectReasonCode === 'number';

/**
 * Ensures that SUBACK contains one code for each filter, in order ([MQTT-3.8.4-5]). aedes would send fewer codes,
 * because it removes duplicate filters (lib/handlers/subscribe.js, `_dedupe`).
 */
function answerEachFilter(packet: SubscribePacket): void {
  const { subscriptions } = packet;
  Object.defineProperty(packet, 'subscriptions', { get: () => subscriptions, set: () => undefined });
}
