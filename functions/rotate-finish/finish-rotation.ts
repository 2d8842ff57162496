import type { RotationEnd } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import { certificateIdOf } from '../shared/thing-certificates';

interface RotationStores {
  find(thing: string): Promise<Pick<Rotation, 'rotation' | 'certificateId'> | undefined>;
  end(thing: string, rotation: string): Promise<void>;
  /** Returns the ARNs of a thing's certificates. */
  certificateArnsOf(thing: string): Promise<readonly string[]>;
  deactivate(thing: string, arn: string, status: 'INACTIVE'): Promise<void>;
  /** Deletes a detached certificate. Succeeds if the certificate does not exist. */
  deleteCertificate(certificateId: string): Promise<void>;
  /** Clears the certificate shadow to notify the device that the rotation is over. */
  clear(thing: string): Promise<void>;
}

type Outcome = 'rotated' | 'rolled back' | 'not in progress';

/**
 * Ends a rotation. If the device has connected with its new certificate, deactivates the thing's other certificates; if not,
 * deactivates and deletes the new certificate. Every step can be retried.
 */
export async function finishRotation(
  { thing, rotation, confirmed }: RotationEnd,
  by: RotationStores,
): Promise<Outcome> {
  const known = await by.find(thing);
  if (known?.rotation !== rotation) return 'not in progress';
  const isNew = (arn: string) => certificateIdOf(arn) === known.certificateId;
  const obsolete = (await by.certificateArnsOf(thing)).filter((arn) => isNew(arn) !== confirmed);
  for (const arn of obsolete) await by.deactivate(thing, arn, 'INACTIVE');
  if (!confirmed && known.certificateId !== undefined) await by.deleteCertificate(known.certificateId);
  await by.clear(thing);
  await by.end(thing, rotation);
  return confirmed ? 'rotated' : 'rolled back';
}
