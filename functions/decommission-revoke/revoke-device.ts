import { serialOf } from '../../contracts/provisioning';

interface RevokedBy {
  retire(serial: string, now: number): Promise<void>;
  /** ARNs of the certificates of a thing. */
  of(thing: string): Promise<readonly string[]>;
  takeAway(thing: string, arn: string, status: 'REVOKED'): Promise<void>;
}

/**
 * Shuts a device out for good: its serial number first, so that it cannot come anew in between.
 * @param now ms since the epoch
 * @returns how many certificates were revoked
 */
export async function revokeDevice(thing: string, now: number, by: RevokedBy): Promise<number> {
  const serial = serialOf(thing);
  if (serial !== undefined) await by.retire(serial, now);
  const certificates = await by.of(thing);
  for (const arn of certificates) await by.takeAway(thing, arn, 'REVOKED');
  return certificates.length;
}
