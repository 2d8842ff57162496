import fc from 'fast-check';
import { generate } from 'mqtt-packet';

const codePoint = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
const text = fc.oneof(
  fc.constantFrom(
    '',
    '#',
    '+',
    'jobs/1',
    '$SYS/#',
    '$aws/things/+/shadow/#',
    '$share/a/jobs/1',
    '$share//jobs/1',
    '$share/a',
    '$share/a/jobs/#/1',
    '/'.repeat(150),
    '\0',
    '�',
  ),
  fc.string({ maxLength: 20, unit: codePoint }),
  fc.string({ maxLength: 300 }),
);
const id = fc.integer({ min: 1, max: 65_535 });
const qos = fc.constantFrom(0, 1, 2);
const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));

const properties = fc.record(
  {
    messageExpiryInterval: fc.nat(),
    topicAlias: fc.integer({ min: 0, max: 10 }),
    responseTopic: text,
    contentType: text,
    correlationData: bytes,
    payloadFormatIndicator: fc.boolean(),
    userProperties: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 5 }), {
      maxKeys: 3,
    }),
  },
  { requiredKeys: [] },
);
const will = fc.record({ topic: text, payload: bytes, qos, retain: fc.boolean() });
const connect = (version: 4 | 5) =>
  fc
    .record({
      clientId: text,
      clean: fc.boolean(),
      keepalive: fc.nat({ max: 65_535 }),
      will: fc.option(will, { nil: undefined }),
    })
    .map((fields) => ({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: version, ...fields }));
const subscription = fc.record({ topic: text, qos, nl: fc.boolean(), rap: fc.boolean(), rh: fc.constantFrom(0, 1, 2) });

const anyPacket = (version: 4 | 5) =>
  fc.oneof(
    fc
      .record({ topic: text, payload: bytes, qos, retain: fc.boolean(), dup: fc.boolean(), messageId: id, properties })
      .map((fields) => ({ cmd: 'publish', ...fields })),
    fc
      .record({ messageId: id, subscriptions: fc.array(subscription, { minLength: 1, maxLength: 10 }) })
      .map((fields) => ({ cmd: 'subscribe', ...fields })),
    fc
      .record({ messageId: id, unsubscriptions: fc.array(text, { minLength: 1, maxLength: 10 }) })
      .map((fields) => ({ cmd: 'unsubscribe', ...fields })),
    fc
      .record({ cmd: fc.constantFrom('puback', 'pubrec', 'pubrel', 'pubcomp'), messageId: id })
      .map((fields) => ({ ...fields, reasonCode: 0 })),
    fc.constantFrom({ cmd: 'pingreq' }, { cmd: 'disconnect', reasonCode: 4 }, { cmd: 'auth', reasonCode: 0x18 }),
    connect(version),
  );

/** Returns a packet as bytes, or arbitrary bytes if the library cannot encode it. */
function encodePacket(packet: object, version: 4 | 5): Buffer {
  try {
    const made: unknown = Reflect.apply(generate, undefined, [packet, { protocolVersion: version }]);
    if (Buffer.isBuffer(made)) return made;
  } catch {
    // the library throws many kinds of errors for invalid packets
  }
  return Buffer.from(JSON.stringify(packet));
}

type Change = (packet: Buffer) => Buffer;
const at = fc.nat({ max: 400 });
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Change>((packet) => packet) },
  fc.tuple(at, fc.nat({ max: 255 })).map(
    ([place, byte]): Change =>
      (packet) => {
        const changed = Buffer.from(packet);
        if (changed.length > 0) changed[place % changed.length] = byte;
        return changed;
      },
  ),
  at.map(
    (place): Change =>
      (packet) =>
        packet.subarray(0, place % (packet.length + 1)),
  ),
  fc.tuple(at, bytes).map(
    ([place, more]): Change =>
      (packet) => {
        const cut = place % (packet.length + 1);
        return Buffer.concat([packet.subarray(0, cut), more, packet.subarray(cut)]);
      },
  ),
  // replace the first byte, which results in QoS 3, reserved flags or unknown packet types
  fc.nat({ max: 255 }).map(
    (byte): Change =>
      (packet) =>
        Buffer.concat([Buffer.from([byte]), packet.subarray(1)]),
  ),
);

/** Valid and corrupted packets of every type, and arbitrary bytes. */
export const hostilePackets = (version: 4 | 5): fc.Arbitrary<Buffer[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 9,
        arbitrary: fc.tuple(anyPacket(version), change).map(([packet, by]) => by(encodePacket(packet, version))),
      },
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
    ),
    { minLength: 1, maxLength: 8 },
  );
