import { gzipSync } from 'node:zlib';
import { decompress } from './decompress';

const target = { 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData' };
const call = (body: Uint8Array, headers: Record<string, string>) => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers,
  body,
});

describe('decompress', () => {
  test('decompresses the body of a call to an operation', () => {
    const { body } = decompress(call(gzipSync('{"a":1}'), { ...target, 'content-encoding': 'gzip' }));
    expect(Buffer.from(body).toString('utf8')).toBe('{"a":1}');
  });

  test.each([
    ['the body of an S3 object', { 'content-encoding': 'gzip' }],
    ['a body without an encoding', target],
  ])('does not change %s', (_, headers) => {
    const given = call(gzipSync('{}'), headers);
    expect(decompress(given)).toBe(given);
  });

  test.each([
    ['is not in gzip format', Buffer.from('{}'), { code: 'SerializationException', status: 400 }],
    ['is too large', gzipSync(Buffer.alloc(16 * 2 ** 20 + 1)), { code: 'RequestEntityTooLarge', status: 413 }],
  ])('rejects a body that %s', (_, body, error) => {
    expect(() => decompress(call(body, { ...target, 'content-encoding': 'gzip' }))).toThrow(
      expect.objectContaining(error),
    );
  });
});
