import { fc, test as property } from '@fast-check/jest';
import { decodeCbor, EpochSeconds, encodeCbor } from './cbor';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('decodeCbor', () => {
  // RFC 8949, appendix A
  test.each([
    ['00', 0],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['3903e7', -1000],
    ['f93e00', 1.5],
    ['f9c400', -4],
    ['f90001', 2 ** -24],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['c11a514b67b0', 1_363_896_240],
    ['4401020304', 'AQIDBA=='],
    ['62c3bc', 'ü'],
    ['83010203', [1, 2, 3]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
    ['bf6346756ef563416d7421ff', { Fun: true, Amt: -2 }],
  ])('decodes %s', (bytes, value) => expect(decodeCbor(hex(bytes))).toEqual(value));

  test.each(['', '18', '62', '8201', 'ff', '1c', 'f8', '0000', '81'.repeat(100)])('rejects %s', (bytes) =>
    expect(() => decodeCbor(hex(bytes))).toThrow(RangeError),
  );

  test('decodes a member named __proto__ without changing the prototype', () => {
    const decoded = decodeCbor(encodeCbor(JSON.parse('{"__proto__": {"a": 1}}')));
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  });

  property.prop([fc.jsonValue()])('decodes what encodeCbor encodes', (value) => {
    expect(decodeCbor(encodeCbor(value))).toEqual(value);
  });

  property.prop([fc.uint8Array({ maxLength: 64 })])('rejects any other bytes with a RangeError', (bytes) => {
    try {
      decodeCbor(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  });
});

test.each([
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['3903e7', -1000],
  ['7818616161616161616161616161616161616161616161616161', 'a'.repeat(24)],
])('encodes numbers and lengths in the shortest form: %s', (bytes, value) =>
  expect(Buffer.from(encodeCbor(value)).toString('hex')).toBe(bytes),
);

test('encodes a time with its tag', () =>
  expect(Buffer.from(encodeCbor({ at: new EpochSeconds(1.5) })).toString('hex')).toBe('a1626174c1fb3ff8000000000000'));
