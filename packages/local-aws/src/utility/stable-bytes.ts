import { createHash } from 'node:crypto';

/** Returns bytes that look random, but stay the same from start to start. */
export const stableBytes = (address: string, count: number): Buffer =>
  createHash('shake256', { outputLength: Math.max(1, count) })
    .update(address)
    .digest()
    .subarray(0, count);

/** Returns an ID that stays the same from start to start. */
export const stableUuid = (address: string): string =>
  createHash('sha256')
    .update(address)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
