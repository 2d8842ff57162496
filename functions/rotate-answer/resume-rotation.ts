import type { RotationReport } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';

interface RotationStores {
  find(thing: string): Promise<Rotation | undefined>;
  /** Resumes the workflow. @returns false if the workflow is no longer waiting */
  succeed(taskToken: string, output: object): Promise<boolean>;
}

type Outcome = 'requested' | 'connected' | 'no pending rotation' | 'unexpected report' | 'too late';

/**
 * Resumes the workflow with the expected output: the CSR, or the confirmation that the device has connected with its new
 * certificate. The certificate id comes from AWS IoT, because the device's own claim would prove nothing.
 */
export async function resumeRotation(
  { thing, rotation, csr, certificateId, receivedAt }: RotationReport,
  by: RotationStores,
): Promise<Outcome> {
  const known = await by.find(thing);
  if (known?.rotation !== rotation) return 'no pending rotation';
  const { waitsFor, taskToken, expiresAt } = known;
  const isExpected = waitsFor === 'request' ? csr !== undefined : certificateId === known.certificateId;
  if (!isExpected) return 'unexpected report';
  if (receivedAt >= expiresAt * 1000) return 'too late';
  const output = waitsFor === 'request' ? { csr } : { certificateId };
  if (!(await by.succeed(taskToken, output))) return 'too late';
  return waitsFor === 'request' ? 'requested' : 'connected';
}
