import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Checksum algorithm of S3. */
interface ChecksumAlgorithm {
  /** Length of a checksum in bytes. */
  readonly length: number;
  /** Returns the checksum in base64. */
  of(bytes: Uint8Array): string;
  /** Types of the checksum of a multipart upload; the first is the default. */
  readonly types: readonly [ChecksumType, ...ChecksumType[]];
}

/** Whether the checksum of a multipart upload is computed from the whole object or from the checksums of its parts. */
export type ChecksumType = 'COMPOSITE' | 'FULL_OBJECT';

/** Reflected polynomial of CRC-32C (RFC 9260, appendix A). */
const castagnoli = 0x82f63b78;
/** Halves of the reflected polynomial of CRC-64/NVME (NVM Express, "64b CRC"). */
const nvme = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const crc32cTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
  return crc;
});

function crc32c(bytes: Uint8Array): Buffer {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crc32cTable[(crc ^ byte) & 0xff] ?? 0);
  return uint32(crc ^ 0xffffffff);
}

// two tables of 32-bit halves, because BigInt is about 20 times slower
const nvmeHigh = new Uint32Array(256);
const nvmeLow = new Uint32Array(256);
for (let index = 0; index < 256; index += 1) {
  let [high, low] = [0, index];
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd) [high, low] = [high ^ nvme.high, low ^ nvme.low];
  }
  nvmeHigh[index] = high;
  nvmeLow[index] = low;
}

function crc64nvme(bytes: Uint8Array): Buffer {
  let [high, low] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0);
    high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
  }
  return Buffer.concat([uint32(high ^ 0xffffffff), uint32(low ^ 0xffffffff)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

const hash = (name: string, length: number): ChecksumAlgorithm => ({
  length,
  of: (bytes) => createHash(name).update(bytes).digest('base64'),
  types: ['COMPOSITE'],
});

/**
 * Checksum algorithms, keyed by the last part of their header, such as `x-amz-checksum-crc32`. The XXHash algorithms of S3
 * are not supported. Source: S3 user guide, "checking-object-integrity-upload".
 */
export const checksumAlgorithms: Readonly<Record<string, ChecksumAlgorithm>> = {
  crc32: {
    length: 4,
    of: (bytes) => uint32(crc32(bytes)).toString('base64'),
    types: ['COMPOSITE', 'FULL_OBJECT'],
  },
  crc32c: { length: 4, of: (bytes) => crc32c(bytes).toString('base64'), types: ['COMPOSITE', 'FULL_OBJECT'] },
  crc64nvme: { length: 8, of: (bytes) => crc64nvme(bytes).toString('base64'), types: ['FULL_OBJECT'] },
  md5: hash('md5', 16),
  sha1: hash('sha1', 20),
  sha256: hash('sha256', 32),
  sha512: hash('sha512', 64),
};

/** Name of the algorithm that S3 uses for objects that were uploaded without a checksum. */
export const defaultAlgorithm = 'crc64nvme';

/** Returns the text of a checksum of parts: the checksum of the parts' checksums, and the number of parts. */
export function compositeChecksum({ of }: ChecksumAlgorithm, parts: readonly string[]): string {
  return `${of(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))))}-${parts.length}`;
}
