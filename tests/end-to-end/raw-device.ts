import { connect, type TLSSocket } from 'node:tls';
import type { DeviceIdentity } from '../../devices/device-connection';

/** Device that sends arbitrary bytes, which no client library allows. */
export interface RawDevice {
  /** Sends each buffer in a separate TLS record, without waiting. */
  send(...writes: readonly Buffer[]): void;
  /** Received packets: type from 1 to 15, and the body after the fixed header. */
  readonly packets: readonly { type: number; body: Buffer }[];
  readonly closed: boolean;
  end(): void;
}

const field = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

/** Encodes a remaining length with seven bits per byte (MQTT 3.1.1, 2.2.3). */
const lengthOf = (length: number): number[] =>
  length < 128 ? [length] : [(length & 127) | 128, ...lengthOf(length >> 7)];

const frame = (first: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first, ...lengthOf(body.length)]), body]);
};

type ConnectLimit = 'sessionExpiry' | 'receiveMaximum' | 'maximumPacketSize';
interface Connect {
  readonly version?: number;
  readonly clean?: boolean;
  /** Keep-alive in seconds, at most 255. */
  readonly keepAlive?: number;
  /** Last will. Its MQTT 5 properties are preceded by their length. */
  readonly will?: { readonly topic: string; readonly qos: number; readonly properties?: Buffer } | undefined;
  readonly properties?: Buffer;
}

const ids = (id: number) => Buffer.from([id >> 8, id & 0xff]);
const noProperties = Buffer.from([0]);

export const packet = {
  /** Encodes a CONNECT. @param properties MQTT 5 properties, preceded by their length */
  connect: (
    clientId: string,
    { version = 4, clean = true, keepAlive = 60, will, properties = noProperties }: Connect = {},
  ) =>
    frame(
      0x10,
      field('MQTT'),
      Buffer.from([version, (clean ? 2 : 0) | (will ? 4 | (will.qos << 3) : 0), 0, keepAlive]),
      ...(version === 5 ? [properties] : []),
      field(clientId),
      ...(will ? [...(version === 5 ? [will.properties ?? noProperties] : []), field(will.topic), field('gone')] : []),
    ),
  subscribe: (id: number, filters: readonly (readonly [string, number])[], { version = 4 } = {}) =>
    frame(
      0x82,
      ids(id),
      ...(version === 5 ? [noProperties] : []),
      ...filters.flatMap(([filter, qos]) => [field(filter), Buffer.from([qos])]),
    ),
  unsubscribe: (id: number, filters: readonly string[], { version = 4 } = {}) =>
    frame(0xa2, ids(id), ...(version === 5 ? [noProperties] : []), ...filters.map(field)),
  publish: (topic: string, payload: string, { version = 4 } = {}) =>
    frame(0x30, field(topic), ...(version === 5 ? [noProperties] : []), Buffer.from(payload)),
  publishOnce: (topic: string, payload: string, id: number, dup: boolean) =>
    frame(0x32 | (dup ? 8 : 0), field(topic), ids(id), Buffer.from(payload)),
  /** Properties that contain only a Maximum Packet Size of 0 (MQTT 5, 3.1.2.11.4). */
  noPacketAtAll: Buffer.from([5, 0x27, 0, 0, 0, 0]),
  /** Encodes the CONNECT properties that limit the session and its messages (MQTT 5, 3.1.2.11). */
  limits({ sessionExpiry, receiveMaximum, maximumPacketSize }: Record<ConnectLimit, number>): Buffer {
    const bytes = Buffer.alloc(14);
    bytes.writeUInt8(13);
    bytes.writeUInt8(0x11, 1);
    bytes.writeUInt32BE(sessionExpiry, 2);
    bytes.writeUInt8(0x21, 6);
    bytes.writeUInt16BE(receiveMaximum, 7);
    bytes.writeUInt8(0x27, 9);
    bytes.writeUInt32BE(maximumPacketSize, 10);
    return bytes;
  },
  puback: (id: number) => frame(0x40, ids(id)),
  /** Encodes an MQTT 5 PUBLISH without properties. */
  publishAt: (topic: string, qos: 0 | 1 | 2, { retain = false, id = 1 } = {}) =>
    frame(
      0x30 | (qos << 1) | (retain ? 1 : 0),
      field(topic),
      ...(qos > 0 ? [ids(id)] : []),
      noProperties,
      Buffer.from('x'),
    ),
  /** Encodes an MQTT 5 PUBLISH. @param properties MQTT 5 properties, without their length */
  publishWithProperties: (topic: string, properties: Buffer) =>
    frame(0x30, field(topic), Buffer.from([properties.length]), properties, Buffer.from('x')),
  /** Encodes an MQTT 5 PUBLISH with a topic alias (MQTT 5, 3.3.2.3.4). */
  aliased: (topic: string, alias: number, payload: string) =>
    frame(0x30, field(topic), Buffer.from([3, 0x23]), ids(alias), Buffer.from(payload)),
  /** Encodes an MQTT 5 SUBSCRIBE with a subscription identifier (MQTT 5, 3.8.2.1.2). */
  identified: (id: number, filter: string, identifier: number) =>
    frame(0x82, ids(id), Buffer.from([2, 0x0b, identifier]), field(filter), Buffer.from([1])),
  /** Returns the start of a PUBLISH with the given remaining length. */
  promise: (length: number, topic: string) => Buffer.concat([Buffer.from([0x30, ...lengthOf(length)]), field(topic)]),
} as const;

function takeFrames(buffer: Buffer, found: { type: number; body: Buffer }[]): Buffer {
  let [length, at] = [0, 1];
  for (let shift = 0; at < buffer.length; shift += 7) {
    const byte = buffer.readUInt8(at);
    length += (byte & 127) << shift;
    at += 1;
    if (byte < 128) break;
  }
  if (at === 1 || buffer.length < at + length) return buffer;
  found.push({ type: buffer.readUInt8(0) >> 4, body: buffer.subarray(at, at + length) });
  return takeFrames(buffer.subarray(at + length), found);
}

export async function connectRaw({
  port,
  authority: ca,
  key,
  certificate: cert,
}: { port: number } & Omit<DeviceIdentity, 'thing'>): Promise<RawDevice> {
  const socket = await new Promise<TLSSocket>((resolve, reject) => {
    const made = connect({ host: '127.0.0.1', servername: 'localhost', port, ca, key, cert }, () => resolve(made));
    made.once('error', reject);
  });
  const packets: { type: number; body: Buffer }[] = [];
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    rest = Buffer.from(takeFrames(Buffer.concat([rest, data]), packets));
  });
  return {
    packets,
    get closed() {
      return socket.closed;
    },
    send(...writes) {
      for (const bytes of writes) socket.write(bytes);
    },
    end: () => socket.destroy(),
  };
}
