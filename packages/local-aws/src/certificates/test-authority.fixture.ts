import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Certificate with its private key, both in PEM. */
export interface CertificateWithKey {
  certificatePem: string;
  keyPem: string;
}

/** Certificate authority of a device manufacturer. */
export interface TestAuthority extends CertificateWithKey {
  /** Issues a certificate. */
  issue(commonName: string, more?: { notAfter?: Date; subject?: string }): Promise<CertificateWithKey>;
}

const keyPem = async ({ privateKey }: webcrypto.CryptoKeyPair) =>
  x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');

const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

/** Creates an authority, or, with `isAuthority: false`, a self-signed device certificate. */
export async function makeTestAuthority(name: string, { isAuthority = true } = {}): Promise<TestAuthority> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2040-01-01'),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new x509.BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  return {
    certificatePem: certificate.toString('pem'),
    keyPem: await keyPem(keys),
    async issue(commonName, { notAfter = new Date('2040-01-01'), subject = `CN=${commonName}` } = {}) {
      const issued = await makeKeys();
      const leaf = await x509.X509CertificateGenerator.create({
        subject,
        issuer: certificate.subject,
        notBefore: new Date('2020-01-01'),
        notAfter,
        signingAlgorithm: algorithm,
        publicKey: issued.publicKey,
        signingKey: keys.privateKey,
      });
      return { certificatePem: leaf.toString('pem'), keyPem: await keyPem(issued) };
    },
  };
}
