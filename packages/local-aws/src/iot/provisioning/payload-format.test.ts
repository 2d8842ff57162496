import { payloadFormats } from './payload-format';

test.each(['json', 'cbor'] as const)('%s encodes long values completely', (name) => {
  const { encode, decode } = payloadFormats[name];
  const value = { thingName: 'A1', deviceConfiguration: { a: 'x'.repeat(40_000), b: 'y'.repeat(40_000), c: '' } };
  expect(decode(encode(value))).toEqual(value);
});

test('encodes the numbers and strings of an error in CBOR', () => {
  const encoded = payloadFormats.cbor.encode({ statusCode: 400, errorCode: 'Bad' });
  expect(Buffer.from(encoded).toString('hex')).toBe('a26a737461747573436f6465190190696572726f72436f646563426164');
});
