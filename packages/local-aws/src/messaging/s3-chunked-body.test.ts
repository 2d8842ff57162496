import { contentOf } from './s3-chunked-body';

const request = (body: string, headers: Record<string, string> = {}) => ({
  headers: { 'content-encoding': 'gzip,aws-chunked', ...headers },
  body: Buffer.from(body),
});
const textOf = ({ body }: { body: Uint8Array }) => Buffer.from(body).toString('utf8');

describe('contentOf', () => {
  test('joins signed and unsigned chunks, and returns the trailers', () => {
    const content = contentOf(
      request('4;chunk-signature=ab\r\nabcd\r\n2\r\nef\r\n0\r\nX-Amz-Checksum-CRC32: AAAAAA==\r\n\r\n'),
    );
    expect(textOf(content)).toBe('abcdef');
    expect(content.trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
  });

  test('returns a body that is not chunked', () => {
    expect(textOf(contentOf({ headers: {}, body: Buffer.from('4\r\nabcd') }))).toBe('4\r\nabcd');
  });

  test.each([
    ['no size', 'abcd'],
    ['an invalid size', 'x\r\nabcd\r\n0\r\n\r\n'],
    ['a chunk that is cut off', '9\r\nabcd\r\n'],
    ['no last chunk', '4\r\nabcd\r\n'],
  ])('rejects a body with %s', (_, body) => {
    expect(() => contentOf(request(body))).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
  });

  test('rejects content that does not have the declared length', () => {
    const declared = { 'x-amz-decoded-content-length': '5' };
    expect(() => contentOf(request('4\r\nabcd\r\n0\r\n\r\n', declared))).toThrow(
      expect.objectContaining({ code: 'IncompleteBody' }),
    );
  });
});
