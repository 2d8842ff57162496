import type { Client, ConnectPacket } from 'aedes';
import { generate } from 'mqtt-packet';
import type { Clock } from '../../clock';
import { createOutbound, type Outbound, type Outgoing } from '../rates/outbound';
import type { ConnectionThrottle } from '../rates/throttle';
import {
  type Deliver,
  isSubscribedAtQos0,
  type OutgoingPacket,
  overrideDeliveries,
  takePacketIdentifier,
} from './aedes-internals';
import { withRemainingExpiry } from './message-expiry';
import type { Sessions } from './sessions';
import { maxUnreadBytes } from './skip-drain-wait';

type Limits = Pick<ConnectionThrottle, 'outbound'>['outbound'];

/** Deliveries to connections, limited by AWS IoT's quotas and by the limits in an MQTT 5 client's CONNECT. */
export interface Deliveries {
  /** Overrides aedes' delivery methods for a client. Called before the client subscribes. */
  limit(client: Client, packet: ConnectPacket, limits: Limits): void;
  /** Returns whether `resume`, instead of aedes, sends the queued messages of a reconnected client. */
  resumes(client: object): boolean;
  /** Sends the messages that are queued in a reconnected client's session. */
  resume(client: Client): Promise<void>;
  /** Records that aedes is about to write a message. */
  markWritten(client: Client): void;
  acknowledged(client: Client): void;
  /** Returns the number of messages of QoS 1 that the client has not acknowledged. */
  inFlight(client: Client): number;
  disconnected(client: Client): void;
}

interface LimitedClient {
  readonly client: Client;
  readonly outbound: Outbound;
  /** Whether the client resumes its session; a clean start discards the queued messages. */
  readonly wantsSession: boolean;
  readonly maxPacketBytes: number;
  /** Whether aedes has written the last message that was passed to it. */
  isWritten: boolean;
  /**
   * Keys of queued messages, and of messages that arrived before the session's queue was read. A message in both groups must
   * be sent only once.
   */
  readonly seen: Set<string>;
  /** Whether the session's queue has been read. */
  hasResumed: boolean;
}

/** Returns the key that identifies a message both when it is published and when it is queued. */
const messageKey = ({ brokerId, brokerCounter }: OutgoingPacket) => `${brokerId}:${brokerCounter}`;

/** Default Receive Maximum (MQTT 5, 3.1.2.11.3). */
const defaultReceiveMaximum = 65_535;
/** Number of bytes for the fixed header and the length fields of a packet. */
const framingBytes = 8;

export function createDeliveries({
  clock,
  sessions,
  mayReceive,
  tooSlow,
}: {
  clock: Pick<Clock, 'now' | 'after' | 'real'>;
  sessions: Pick<Sessions, 'waitingFor' | 'forget' | 'outgoingUpdate'>;
  mayReceive(client: Client, topic: string): boolean;
  tooSlow(client: Client): void;
}): Deliveries {
  const limited = new WeakMap<object, LimitedClient>();

  const resumes = (client: object) => {
    const state = limited.get(client);
    return state?.wantsSession === true && !state.client.clean;
  };
  const isDuplicate = (packet: OutgoingPacket, state: LimitedClient): boolean => {
    if (state.seen.has(messageKey(packet))) return true;
    if (!state.hasResumed) state.seen.add(messageKey(packet));
    return false;
  };
  /**
   * Returns whether a message exceeds the client's maximum packet size. Such a message is treated as if it had
   * been sent ([MQTT-3.1.2-25]).
   */
  const isTooLarge = (packet: OutgoingPacket, { maxPacketBytes }: LimitedClient) =>
    maxPacketBytes < Number.POSITIVE_INFINITY &&
    encodePublish({ ...packet, messageId: 1, dup: false }, 5).length > maxPacketBytes;
  const offer = (client: Client, state: LimitedClient, packet: OutgoingPacket, qos: 0 | 1, deliver: Deliver) => {
    if (!isTooLarge(packet, state))
      return state.outbound.offer({
        qos,
        bytes: bytesOf(packet),
        send() {
          if (client.closed) return false;
          state.isWritten = false;
          deliver(packet, () => undefined);
          return state.isWritten;
        },
      });
    if (qos === 1 && !client.clean) void sessions.forget(client, packet);
  };
  const queuedMessage = (client: Client, packet: OutgoingPacket): Outgoing => ({
    qos: 1,
    bytes: bytesOf(packet),
    send() {
      if (client.closed) return false;
      const remaining = mayReceive(client, packet.topic) ? withRemainingExpiry(packet, clock) : undefined;
      if (remaining === undefined) {
        void sessions.forget(client, packet);
        return false;
      }
      const messageId = packet.messageId ?? takePacketIdentifier(client);
      // A failure is ignored, because the session might have dropped the message in the meantime.
      void sessions.outgoingUpdate(client, { ...packet, messageId }).catch(() => undefined);
      const version = client.version === 5 ? 5 : 4;
      // DUP must be set when a message is sent again ([MQTT-3.3.1-1]).
      client.conn.write(encodePublish({ ...remaining, messageId, dup: packet.messageId !== undefined }, version));
      return true;
    },
  });

  return {
    limit(client, { clean, properties }, limits) {
      const receiveMaximum = properties?.receiveMaximum ?? defaultReceiveMaximum;
      const maxPacketBytes = properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
      const hasNoLimits = properties?.receiveMaximum === undefined && properties?.maximumPacketSize === undefined;
      if (limits === undefined && hasNoLimits) return;
      const outbound = createOutbound({
        rates: limits,
        maxInFlight: Math.min(limits?.inFlight ?? receiveMaximum, receiveMaximum),
        maxBufferedBytes: maxUnreadBytes,
        clock,
        overflowed: () => tooSlow(client),
      });
      const state = {
        client,
        outbound,
        maxPacketBytes,
        wantsSession: clean === false,
        isWritten: false,
        seen: new Set<string>(),
        hasResumed: false,
      };
      limited.set(client, state);
      overrideDeliveries(client, (own) => {
        const deliver0: Deliver = (packet, done) => {
          offer(client, state, packet, 0, own.deliver0);
          setImmediate(done);
        };
        const deliverQoS: Deliver = (packet, done) => {
          if (packet.qos === 0) return deliver0(packet, done);
          const isNew = !resumes(client) || !isDuplicate(packet, state);
          if (isNew) offer(client, state, packet, qosTo(client, packet), own.deliverQoS);
          setImmediate(done);
        };
        return { deliver0, deliverQoS };
      });
    },
    resumes,
    async resume(client) {
      const state = limited.get(client);
      if (state === undefined || !resumes(client)) return;
      const waiting: OutgoingPacket[] = await sessions.waitingFor(client);
      const sendable: OutgoingPacket[] = [];
      for (const packet of waiting) {
        if (isDuplicate(packet, state)) continue;
        if (isTooLarge(packet, state)) void sessions.forget(client, packet);
        else sendable.push(packet);
      }
      state.hasResumed = true;
      state.outbound.resume(sendable.map((packet) => queuedMessage(client, packet)));
    },
    markWritten(client) {
      const state = limited.get(client);
      if (state !== undefined) state.isWritten = true;
    },
    inFlight: (client) => limited.get(client)?.outbound.inFlight ?? 0,
    acknowledged: (client) => limited.get(client)?.outbound.acknowledged(),
    disconnected: (client) => limited.get(client)?.outbound.stop(),
  };
}

const qosTo = (client: Client, { topic, qos }: OutgoingPacket): 0 | 1 =>
  qos > 0 && !isSubscribedAtQos0(client, topic) ? 1 : 0;

const bytesOf = ({ topic, payload }: OutgoingPacket) =>
  Buffer.byteLength(topic) + Buffer.byteLength(payload) + framingBytes;

function encodePublish(
  { topic, payload, retain, properties, messageId, dup }: OutgoingPacket & { messageId: number; dup: boolean },
  protocolVersion: 4 | 5,
): Buffer {
  const packet = { cmd: 'publish', topic, payload, qos: 1, retain, dup, messageId } as const;
  return generate(properties === undefined ? packet : { ...packet, properties }, { protocolVersion });
}
