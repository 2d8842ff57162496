import { createHash } from 'node:crypto';

/** Returns bytes that are derived from an address. They look random but are the same at every start. */
export const stableBytes = (address: string, count: number): Buffer =>
  createHash('shake256', { outputLength: Math.max(1, count) })
    .update(address)
    .digest()
    .subarray(0, count);

/** Returns a version 4 UUID that is derived from an address, and is the same at every start. */
export function stableUuid(address: string): string {
  const bytes = stableBytes(address, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
