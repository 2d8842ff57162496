import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { Client, ConnectPacket } from 'aedes';
import { generate, type IConnackPacket, parser } from 'mqtt-packet';

/** Seconds. AWS IoT Core quotas, "Connection inactivity (keep-alive interval)"; 0 asks for the longest. */
const keepAlive = { shortest: 30, longest: 1200 } as const;

const keepAliveOf = (asked: number | undefined): number =>
  asked === undefined || asked === 0
    ? keepAlive.longest
    : Math.min(Math.max(asked, keepAlive.shortest), keepAlive.longest);

/** AWS IoT's table of reason codes has no 0x88, "server unavailable", which is what aedes makes of a rate. */
const [serverUnavailable, quotaExceeded] = [0x88, 0x97];

/**
 * What AWS IoT makes of a CONNECT: a keep-alive within its limits, and a name for who has none. A client of MQTT 5 is
 * told so, and what AWS IoT can do; aedes has no option for most of it.
 * Source: AWS IoT developer guide, "mqtt", "MQTT 5 properties: CONNACK".
 */
export function greet(client: Client, packet: ConnectPacket): void {
  packet.keepalive = keepAliveOf(packet.keepalive);
  const assigned = packet.clientId === '' && packet.clean !== false ? `$GEN/${randomUUID()}` : undefined;
  if (assigned !== undefined) packet.clientId = assigned;
  if (packet.protocolVersion !== 5) return;
  amendConnack(client.conn, (connack) => {
    if (connack.reasonCode === serverUnavailable) return { ...connack, reasonCode: quotaExceeded };
    if (connack.reasonCode !== 0) return connack;
    const properties = {
      ...connack.properties,
      sessionExpiryInterval: client.sessionExpiryInterval,
      maximumQoS: 1,
      retainAvailable: true,
      wildcardSubscriptionAvailable: true,
      subscriptionIdentifiersAvailable: false,
      sharedSubscriptionAvailable: true,
      ...(packet.keepalive !== undefined && { serverKeepAlive: packet.keepalive }),
      ...(assigned !== undefined && { assignedClientIdentifier: assigned }),
    };
    return { ...connack, properties };
  });
}

/** Stands between aedes and a stream until the first packet is through. */
function amendConnack(stream: Writable, amend: (connack: IConnackPacket) => IConnackPacket): void {
  const version = { protocolVersion: 5 };
  const reading = parser(version);
  const goOn = (bytes: Buffer) => {
    Reflect.deleteProperty(stream, 'write');
    stream.write(bytes);
  };
  reading.on('packet', (packet) => goOn(generate(packet.cmd === 'connack' ? amend(packet) : packet, version)));
  const value = (chunk: string | Uint8Array): boolean => {
    reading.parse(Buffer.from(chunk));
    return true;
  };
  // writable, since Node takes a socket's `write` away when the other side has ended it
  Object.defineProperty(stream, 'write', { configurable: true, writable: true, value });
}
