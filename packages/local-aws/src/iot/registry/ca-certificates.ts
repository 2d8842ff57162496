import { randomBytes, type X509Certificate } from 'node:crypto';
import { isSignedBy, parseCertificate } from '../../certificates/certificate-checks';
import { perPlatform } from '../../per-platform';
import type { Collection, Store } from '../../store';

/** Configuration of just-in-time provisioning. Source: AWS IoT API reference, "RegistrationConfig". */
export interface RegistrationConfig {
  templateBody?: string | undefined;
  roleArn?: string | undefined;
  /** Name of a provisioning template, instead of a body and a role. */
  templateName?: string | undefined;
}

/** Registered CA certificate. */
export interface CaCertificate {
  id: string;
  arn: string;
  pem: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** SNI_ONLY if the CA was registered without a verification certificate. */
  mode: 'DEFAULT' | 'SNI_ONLY';
  /** Whether a device is registered when it connects for the first time. */
  autoRegistration?: boolean | undefined;
  /** Template that AWS IoT uses to provision a device that connects for the first time. */
  registration?: RegistrationConfig | undefined;
  /** Times of creation and last change, in ms since the epoch. */
  createdAt: number;
  modifiedAt: number;
}

/** Registered CA certificates, and the code that proves the ownership of a CA's key. */
export interface CaCertificates {
  find(id: string): CaCertificate | undefined;
  all(): CaCertificate[];
  set(certificate: CaCertificate): void;
  remove(id: string): void;
  /** Returns the registered CA certificates that have signed a certificate. */
  signersOf(certificate: X509Certificate): CaCertificate[];
  /** Returns the account's registration code, which stays the same until it is deleted. */
  registrationCode(): string;
  /** Deletes the registration code. Returns whether the code existed. */
  removeRegistrationCode(): boolean;
}

export const caCertificatesOf = perPlatform(({ store }: { store: Store }): CaCertificates => {
  const certificates: Collection<CaCertificate> = store.collection('iot-ca-certificates');
  const codes: Collection<string> = store.collection('iot-registration-code');
  const all = () => [...certificates.entries()].map(([, certificate]) => certificate);
  return {
    find: (id) => certificates.get(id),
    all,
    set: (certificate) => certificates.set(certificate.id, certificate),
    remove: (id) => void certificates.delete(id),
    signersOf: (certificate) =>
      all().filter(({ pem }) => {
        const authority = parseCertificate(pem);
        return authority !== undefined && isSignedBy(certificate, authority);
      }),
    registrationCode() {
      const code = codes.get('code') ?? randomBytes(32).toString('hex');
      codes.set('code', code);
      return code;
    },
    removeRegistrationCode: () => codes.delete('code'),
  };
});
