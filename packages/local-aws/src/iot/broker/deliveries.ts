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
import { unexpired } from './message-expiry';
import type { Sessions } from './sessions';
import { unreadAtMost } from './slow-clients';

type Limits = Pick<ConnectionThrottle, 'outbound'>['outbound'];

/** What connections are sent, where something limits it: AWS IoT's quotas, or what a client of MQTT 5 says in CONNECT. */
export interface Deliveries {
  /** Stands before aedes's own ways to a client, before it has a subscription. */
  limit(client: Client, packet: ConnectPacket, limits: Limits): void;
  /** Whether it is here that a client which comes back is sent what its session has kept. */
  resumes(client: object): boolean;
  /** The client has come back to its session: sends what waits there. */
  resume(client: Client): Promise<void>;
  /** aedes is about to write a message. */
  passes(client: Client): void;
  acknowledged(client: Client): void;
  left(client: Client): void;
}

interface Limited {
  readonly client: Client;
  readonly outbound: Outbound;
  /** It asks for its session: a clean start loses what waits there. */
  readonly wantsSession: boolean;
  readonly packetAtMost: number;
  /** Whether aedes has written the message that it was last handed. */
  hasPassed: boolean;
  /** What came before it was known what waits in its session, and what waits: some are both, and sent once. */
  readonly met: Set<string>;
  /** Whether that is known. */
  hasResumed: boolean;
}

/** By which a message of now and one of a session are told to be the same. */
const nameOf = ({ brokerId, brokerCounter }: OutgoingPacket) => `${brokerId}:${brokerCounter}`;

/** MQTT 5, 3.1.2.11.3, of who does not say. */
const receiveMaximumUnsaid = 65_535;
/** A packet's fixed header, and the lengths of what is in it. */
const frame = 8;

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
  const limited = new WeakMap<object, Limited>();

  const resumes = (client: object) => {
    const one = limited.get(client);
    return one?.wantsSession === true && !one.client.clean;
  };
  const isMet = (packet: OutgoingPacket, one: Limited): boolean => {
    if (one.met.has(nameOf(packet))) return true;
    if (!one.hasResumed) one.met.add(nameOf(packet));
    return false;
  };
  /** [MQTT-3.1.2-25]: then it is as if it had been sent. */
  const isTooLarge = (packet: OutgoingPacket, { packetAtMost }: Limited) =>
    packetAtMost < Number.POSITIVE_INFINITY &&
    written({ ...packet, messageId: 1, dup: false }, 5).length > packetAtMost;
  const offer = (client: Client, one: Limited, packet: OutgoingPacket, qos: 0 | 1, deliver: Deliver) => {
    if (!isTooLarge(packet, one))
      return one.outbound.offer({
        qos,
        bytes: bytesOf(packet),
        send() {
          if (client.closed) return false;
          one.hasPassed = false;
          deliver(packet, () => undefined);
          return one.hasPassed;
        },
      });
    if (qos === 1 && !client.clean) void sessions.forget(client, packet);
  };
  const stored = (client: Client, packet: OutgoingPacket): Outgoing => ({
    qos: 1,
    bytes: bytesOf(packet),
    send() {
      if (client.closed) return false;
      const left = mayReceive(client, packet.topic) ? unexpired(packet, clock) : undefined;
      if (left === undefined) {
        void sessions.forget(client, packet);
        return false;
      }
      const messageId = packet.messageId ?? takePacketIdentifier(client);
      // the session may have lost it since it was listed: then there is nothing to note an identifier at
      void sessions.outgoingUpdate(client, { ...packet, messageId }).catch(() => undefined);
      const version = client.version === 5 ? 5 : 4;
      // [MQTT-3.3.1-1]
      client.conn.write(written({ ...left, messageId, dup: packet.messageId !== undefined }, version));
      return true;
    },
  });

  return {
    limit(client, { clean, properties }, limits) {
      const receiveMaximum = properties?.receiveMaximum ?? receiveMaximumUnsaid;
      const packetAtMost = properties?.maximumPacketSize ?? Number.POSITIVE_INFINITY;
      const saysNothing = properties?.receiveMaximum === undefined && properties?.maximumPacketSize === undefined;
      if (limits === undefined && saysNothing) return;
      const outbound = createOutbound({
        rates: limits,
        inFlightAtMost: Math.min(limits?.inFlight ?? receiveMaximum, receiveMaximum),
        bytesAtMost: unreadAtMost,
        clock,
        tooMuch: () => tooSlow(client),
      });
      const one = {
        client,
        outbound,
        packetAtMost,
        wantsSession: clean === false,
        hasPassed: false,
        met: new Set<string>(),
        hasResumed: false,
      };
      limited.set(client, one);
      overrideDeliveries(client, (own) => {
        const deliver0: Deliver = (packet, done) => {
          offer(client, one, packet, 0, own.deliver0);
          setImmediate(done);
        };
        const deliverQoS: Deliver = (packet, done) => {
          if (packet.qos === 0) return deliver0(packet, done);
          const isNew = !resumes(client) || !isMet(packet, one);
          if (isNew) offer(client, one, packet, qosTo(client, packet), own.deliverQoS);
          setImmediate(done);
        };
        return { deliver0, deliverQoS };
      });
    },
    resumes,
    async resume(client) {
      const one = limited.get(client);
      if (one === undefined || !resumes(client)) return;
      const waiting: OutgoingPacket[] = await sessions.waitingFor(client);
      const packets = waiting.filter((packet) => !isMet(packet, one));
      one.hasResumed = true;
      const fit = packets.filter((packet) => !isTooLarge(packet, one));
      for (const packet of packets) if (!fit.includes(packet)) void sessions.forget(client, packet);
      one.outbound.resume(fit.map((packet) => stored(client, packet)));
    },
    passes(client) {
      const one = limited.get(client);
      if (one !== undefined) one.hasPassed = true;
    },
    acknowledged: (client) => limited.get(client)?.outbound.acknowledged(),
    left: (client) => limited.get(client)?.outbound.stop(),
  };
}

const qosTo = (client: Client, { topic, qos }: OutgoingPacket): 0 | 1 =>
  qos > 0 && !isSubscribedAtQos0(client, topic) ? 1 : 0;

const bytesOf = ({ topic, payload }: OutgoingPacket) => Buffer.byteLength(topic) + Buffer.byteLength(payload) + frame;

function written(
  { topic, payload, retain, properties, messageId, dup }: OutgoingPacket & { messageId: number; dup: boolean },
  protocolVersion: 4 | 5,
): Buffer {
  const packet = { cmd: 'publish', topic, payload, qos: 1, retain, dup, messageId } as const;
  return generate(properties === undefined ? packet : { ...packet, properties }, { protocolVersion });
}
