import type { RotationReport } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';

interface HeardBy {
  find(thing: string): Promise<Rotation | undefined>;
  /** Wakes the workflow. @returns false where it no longer waits */
  succeed(taskToken: string, output: object): Promise<boolean>;
}

type Outcome = 'requested' | 'connected' | 'nothing was asked' | 'not what was asked' | 'too late';

/**
 * Tells the workflow what it waits for: the signing request, or that the device has come with its new certificate. That
 * the device says so is not enough: AWS IoT knows by which certificate it is connected.
 */
export async function hearAnswer(
  { thing, rotation, csr, certificateId, receivedAt }: RotationReport,
  by: HeardBy,
): Promise<Outcome> {
  const known = await by.find(thing);
  if (known?.rotation !== rotation) return 'nothing was asked';
  const { waitsFor, taskToken, expiresAt } = known;
  const answered = waitsFor === 'request' ? csr !== undefined : certificateId === known.certificateId;
  if (!answered) return 'not what was asked';
  if (receivedAt >= expiresAt * 1000) return 'too late';
  const output = waitsFor === 'request' ? { csr } : { certificateId };
  if (!(await by.succeed(taskToken, output))) return 'too late';
  return waitsFor === 'request' ? 'requested' : 'connected';
}
