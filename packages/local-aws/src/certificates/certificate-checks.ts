import { X509Certificate } from 'node:crypto';

/** Parses a certificate in PEM. Returns undefined if the text is not exactly one certificate. */
export function parseCertificate(pem: string): X509Certificate | undefined {
  if (!/^\s*-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.test(pem)) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Returns the period in which a certificate is valid, in ms since the epoch. */
export const validityOf = ({ validFrom, validTo }: X509Certificate) => ({
  notBefore: Date.parse(validFrom),
  notAfter: Date.parse(validTo),
});

/** Returns whether a certificate is valid at a time in ms since the epoch. */
export function isValidAt(certificate: X509Certificate, time: number): boolean {
  const { notBefore, notAfter } = validityOf(certificate);
  return notBefore <= time && time <= notAfter;
}

/** Returns whether an authority has signed a certificate. */
export const isSignedBy = (certificate: X509Certificate, authority: X509Certificate): boolean =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey);

/** Returns the common name in a certificate's subject. */
export const commonNameOf = ({ subject }: X509Certificate): string | undefined => /^CN=(.*)$/m.exec(subject)?.[1];
