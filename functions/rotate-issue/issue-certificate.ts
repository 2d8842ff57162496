import type { CertificateQuestion } from '../../contracts/certificates';
import type { Rotation } from '../shared/rotations-table';
import type { NewCertificate } from './new-certificates';

interface IssuedBy {
  find(thing: string): Promise<Pick<Rotation, 'rotation' | 'certificateId'> | undefined>;
  /** @throws Error where the rotation is over */
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
  desire(thing: string, desired: { readonly rotation: string; readonly certificate: string }): Promise<void>;
}

/**
 * Makes a device's new certificate and hands it over. It is written down while it is good for nothing yet, so that
 * nothing is left of it where this fails half-way, and an attempt after that goes on with the same one.
 * @param now ms since the epoch
 */
export async function issueCertificate(
  { thing, rotation, taskToken, csr }: CertificateQuestion,
  { now, connectWithinSeconds }: { readonly now: number; readonly connectWithinSeconds: number },
  by: IssuedBy,
): Promise<NewCertificate> {
  const known = await by.find(thing);
  const made = known?.rotation === rotation ? known.certificateId : undefined;
  const certificate = made === undefined ? await by.create(csr) : await by.describe(made);
  const expiresAt = Math.floor(now / 1000) + connectWithinSeconds;
  await by.expectConnection(thing, { rotation, taskToken, expiresAt, certificateId: certificate.id });
  await by.enable(thing, certificate);
  await by.desire(thing, { rotation, certificate: certificate.pem });
  return certificate;
}
