import { checksumAlgorithms, compositeChecksum } from './s3-checksum-algorithms';

describe('checksumAlgorithms', () => {
  // check values of the catalogue of CRC algorithms, and of FIPS 180-4 and RFC 1321, for the text 123456789
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['md5', '25f9e794323b453885f5181f1b624d0b'],
    ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ])('%s of 123456789 is %s', (name, expected) => {
    const algorithm = checksumAlgorithms[name];
    const bytes = Buffer.from(algorithm?.of(Buffer.from('123456789')) ?? '', 'base64');
    expect(bytes.toString('hex')).toBe(expected);
    expect(bytes).toHaveLength(algorithm?.length ?? 0);
  });

  test.each(Object.entries(checksumAlgorithms))('%s of no bytes has its declared length', (_, { of, length }) => {
    expect(Buffer.from(of(new Uint8Array()), 'base64')).toHaveLength(length);
  });
});

test('the checksum of parts ends with the number of parts', () => {
  const [sha1] = [checksumAlgorithms['sha1']].filter((found) => found !== undefined);
  const parts = ['a', 'b'].map((text) => sha1?.of(Buffer.from(text)) ?? '');
  expect(sha1 && compositeChecksum(sha1, parts)).toMatch(/^[\w+/]{27}=-2$/);
});
