import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { Client, ConnectPacket } from 'aedes';
import { generate, type IConnackPacket, parser } from 'mqtt-packet';

/**
 * Limits for the keep-alive interval in seconds. If a client sends 0, the longest interval applies. Source: AWS IoT
 * Core quotas, "Connection inactivity (keep-alive interval)".
 */
const keepAlive = { shortest: 30, longest: 1200 } as const;

const keepAliveOf = (requested: number | undefined): number =>
  requested === undefined || requested === 0
    ? keepAlive.longest
    : Math.min(Math.max(requested, keepAlive.shortest), keepAlive.longest);

/**
 * Reason code that aedes sends to a throttled client, and its replacement.
 * AWS IoT's table of reason codes does not contain 0x88.
 */
const [serverUnavailable, quotaExceeded] = [0x88, 0x97];

/**
 * Limits the keep-alive interval in a CONNECT, and assigns a client ID if the CONNECT contains none. Announces both
 * values and AWS IoT's capabilities in the MQTT 5 CONNACK. aedes lacks options for most of these changes. Source: AWS
 * IoT developer guide, "mqtt", "MQTT 5 properties: CONNACK".
 */
export function prepareConnack(client: Client, packet: ConnectPacket): void {
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

/** Intercepts the first packet that aedes writes to a stream, and changes the packet with `amend` if it is a CONNACK. */
function amendConnack(stream: Writable, amend: (connack: IConnackPacket) => IConnackPacket): void {
  const version = { protocolVersion: 5 };
  const packetParser = parser(version);
  const forward = (bytes: Buffer) => {
    Reflect.deleteProperty(stream, 'write');
    stream.write(bytes);
  };
  packetParser.on('packet', (packet) => forward(generate(packet.cmd === 'connack' ? amend(packet) : packet, version)));
  const write = (chunk: string | Uint8Array): boolean => {
    packetParser.parse(Buffer.from(chunk));
    return true;
  };
  // The property must be writable, because Node.js replaces `write` of a socket that the peer has closed.
  Object.defineProperty(stream, 'write', { configurable: true, writable: true, value: write });
}
