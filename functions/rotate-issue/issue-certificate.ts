import type { CertificateQuestion } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import type { NewCertificate } from './new-certificates';

interface RotationStores {
  find(thing: string): Promise<Pick<Rotation, 'rotation' | 'certificateId'> | undefined>;
  /** Records the certificate that the device must use to connect. @throws Error if the rotation is over */
  expectConnection(
    thing: string,
    expected: {
      readonly rotation: string;
      readonly taskToken: string;
      readonly expiresAt: number;
      readonly certificateId: string;
    },
  ): Promise<void>;
  create(csr: string): Promise<NewCertificate>;
  describe(certificateId: string): Promise<NewCertificate>;
  enable(thing: string, certificate: NewCertificate): Promise<void>;
  setDesired(thing: string, desired: { readonly rotation: string; readonly certificate: string }): Promise<void>;
}

/**
 * Issues the new certificate of a device and delivers it. The certificate is recorded before it is activated, so a retry
 * continues with the same certificate, and a failure leaves no unused active certificate.
 * @param now ms since the epoch
 */
export async function issueCertificate(
  { thing, rotation, taskToken, csr }: CertificateQuestion,
  { now, connectWithinSeconds }: { readonly now: number; readonly connectWithinSeconds: number },
  by: RotationStores,
): Promise<NewCertificate> {
  const known = await by.find(thing);
  const existing = known?.rotation === rotation ? known.certificateId : undefined;
  const certificate = existing === undefined ? await by.create(csr) : await by.describe(existing);
  const expiresAt = Math.floor(now / 1000) + connectWithinSeconds;
  await by.expectConnection(thing, { rotation, taskToken, expiresAt, certificateId: certificate.id });
  await by.enable(thing, certificate);
  await by.setDesired(thing, { rotation, certificate: certificate.pem });
  return certificate;
}
