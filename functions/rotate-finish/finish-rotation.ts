import type { RotationEnd } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import { certificateIdOf } from '../shared/thing-certificates';

interface FinishedBy {
  find(thing: string): Promise<Pick<Rotation, 'rotation' | 'certificateId'> | undefined>;
  end(thing: string, rotation: string): Promise<void>;
  /** ARNs of the certificates of a thing. */
  of(thing: string): Promise<readonly string[]>;
  takeAway(thing: string, arn: string, status: 'INACTIVE'): Promise<void>;
  /** Deletes a certificate that is attached to nothing; one that is gone is no error. */
  drop(certificateId: string): Promise<void>;
  /** Tells the device that the rotation is over. */
  clear(thing: string): Promise<void>;
}

type Outcome = 'rotated' | 'taken back' | 'not under way';

/**
 * Ends a rotation: the device has come with its new certificate, and every other one of its thing is taken away; or it
 * has not, and the new one is. Every step may be done again.
 */
export async function finishRotation({ thing, rotation, confirmed }: RotationEnd, by: FinishedBy): Promise<Outcome> {
  const known = await by.find(thing);
  if (known?.rotation !== rotation) return 'not under way';
  const isNew = (arn: string) => certificateIdOf(arn) === known.certificateId;
  const taken = (await by.of(thing)).filter((arn) => isNew(arn) !== confirmed);
  for (const arn of taken) await by.takeAway(thing, arn, 'INACTIVE');
  if (!confirmed && known.certificateId !== undefined) await by.drop(known.certificateId);
  await by.clear(thing);
  await by.end(thing, rotation);
  return confirmed ? 'rotated' : 'taken back';
}
