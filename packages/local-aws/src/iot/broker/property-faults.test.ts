import type { PublishPacket } from 'aedes';
import { parser } from 'mqtt-packet';
import { propertyFault } from './property-faults';

const field = (text: string | Buffer): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};
const text = (id: number, ...texts: readonly string[]) => Buffer.concat([Buffer.from([id]), ...texts.map(field)]);
const [contentType, responseTopic, userProperty] = [0x03, 0x08, 0x26];

/** Parses a message that has the given bytes as its properties, as the broker does. */
function read(...parts: readonly Buffer[]): PublishPacket['properties'] {
  const properties = Buffer.concat(parts);
  const body = Buffer.concat([field('a'), Buffer.from([properties.length]), properties]);
  const reading = parser({ protocolVersion: 5 });
  const packets: PublishPacket['properties'][] = [];
  reading.on('packet', (packet) => packet.cmd === 'publish' && packets.push(packet.properties));
  reading.parse(Buffer.concat([Buffer.from([0x30, body.length]), body]));
  expect(packets).toHaveLength(1);
  return packets[0];
}

test.each([
  ['no properties', [], undefined],
  [
    'all properties that are valid in a message',
    [Buffer.from([1, 1, 2, 0, 0, 0, 9, 0x23, 0, 1, 9, 0, 1, 0]), text(contentType, 'text')],
    undefined,
  ],
  ['the same user property key twice', [text(userProperty, 'a', 'b'), text(userProperty, 'a', 'c')], undefined],
  ['a response topic', [text(responseTopic, 'answers/1')], undefined],
  ['a subscription identifier', [Buffer.from([0x0b, 5])], 0x82],
  ['a property of CONNECT', [Buffer.from([0x11, 0, 0, 0, 1])], 0x82],
  ['a property of a last will', [Buffer.from([0x18, 0, 0, 0, 1])], 0x82],
  ['a content type twice', [text(contentType, 'a'), text(contentType, 'b')], 0x82],
  ['a flag twice', [Buffer.from([1, 1, 1, 1])], 0x82],
  ['a content type with a NUL', [text(contentType, 'a\0')], 0x81],
  ['a key with a NUL', [text(userProperty, 'a\0', 'b')], 0x81],
  ['a second value with a NUL', [text(userProperty, 'a', 'b'), text(userProperty, 'a', '\0')], 0x81],
  ['a response topic with a wildcard', [text(responseTopic, 'answers/#')], 0x90],
  ['an empty response topic', [text(responseTopic, '')], 0x90],
])('propertyFault returns the expected reason code for a message with %s', (_, parts, reasonCode) => {
  expect(propertyFault(read(...parts))?.reasonCode).toBe(reasonCode);
});

test('a last will can have a delay, but a message cannot', () => {
  const delayed = read(Buffer.from([0x18, 0, 0, 0, 1]));
  expect(propertyFault(delayed, 'last will')).toBeUndefined();
  expect(propertyFault(delayed)).toEqual({
    reason: 'willDelayInterval is not a property of a message',
    reasonCode: 0x82,
  });
});
