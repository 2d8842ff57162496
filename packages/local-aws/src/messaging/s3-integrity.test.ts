import { verifiedChecksum } from './s3-integrity';

const content = (trailers: Record<string, string> = {}) => ({ body: Buffer.from('123456789'), trailers });
const crc32 = { 'x-amz-checksum-crc32': 'y/Q5Jg==' };

describe('verifiedChecksum', () => {
  test.each([
    ['the headers', crc32, {}],
    ['the trailers', { 'x-amz-trailer': 'x-amz-checksum-crc32' }, crc32],
  ])('returns a checksum in %s', (_, headers, trailers) => {
    expect(verifiedChecksum({ headers }, content(trailers))).toEqual({ algorithm: 'crc32', value: 'y/Q5Jg==' });
  });

  test('returns nothing for a request without digests', () => {
    expect(verifiedChecksum({ headers: {} }, content())).toBeUndefined();
  });

  test.each([
    [
      'a wrong trailer',
      { 'x-amz-trailer': 'x-amz-checksum-crc32' },
      { 'x-amz-checksum-crc32': 'AAAAAA==' },
      'BadDigest',
    ],
    ['a missing trailer', { 'x-amz-trailer': 'x-amz-checksum-crc32' }, {}, 'MalformedTrailerError'],
    ['an algorithm without a checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, {}, 'InvalidRequest'],
    ['an unknown algorithm', { 'x-amz-checksum-sum': 'AAAA' }, {}, 'InvalidRequest'],
    ['an unsupported algorithm', { 'x-amz-checksum-xxhash3': 'AAAAAAAAAAA=' }, {}, 'NotImplemented'],
    ['a checksum that is not base64', { 'x-amz-checksum-crc32': '!!!!' }, {}, 'InvalidRequest'],
  ])('rejects %s', (_, headers, trailers, code) => {
    expect(() => verifiedChecksum({ headers }, content(trailers))).toThrow(expect.objectContaining({ code }));
  });
});
