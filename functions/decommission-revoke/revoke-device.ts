import { serialOf } from '../../contracts/provisioning';

interface Revocation {
  retire(serial: string, now: number): Promise<void>;
  /** Returns the ARNs of a thing's certificates. */
  certificateArnsOf(thing: string): Promise<readonly string[]>;
  deactivate(thing: string, arn: string, status: 'REVOKED'): Promise<void>;
}

/**
 * Revokes a device permanently. The serial number is retired first, so that the device cannot provision itself again.
 * @param now ms since the epoch
 * @returns the number of revoked certificates
 */
export async function revokeDevice(thing: string, now: number, by: Revocation): Promise<number> {
  const serial = serialOf(thing);
  if (serial !== undefined) await by.retire(serial, now);
  const certificates = await by.certificateArnsOf(thing);
  for (const arn of certificates) await by.deactivate(thing, arn, 'REVOKED');
  return certificates.length;
}
