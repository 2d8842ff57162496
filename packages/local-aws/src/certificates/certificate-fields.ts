import 'reflect-metadata';
import type { CertificateFields, CertificateNames } from '@himeshima/aws-policy';
import * as x509 from '@peculiar/x509';

/**
 * Object identifiers of name attributes (RFC 5280, "Issuer"), keyed by AWS IoT's attribute names (developer guide,
 * "cert-policy-variables").
 */
const attributes = {
  DistinguishedNameQualifier: '2.5.4.46',
  Country: '2.5.4.6',
  Organization: '2.5.4.10',
  OrganizationalUnit: '2.5.4.11',
  State: '2.5.4.8',
  CommonName: '2.5.4.3',
  SerialNumber: '2.5.4.5',
  Title: '2.5.4.12',
  Surname: '2.5.4.4',
  GivenName: '2.5.4.42',
  Initials: '2.5.4.43',
  Pseudonym: '2.5.4.65',
  GenerationQualifier: '2.5.4.44',
} as const;

/** AWS IoT's attribute names, keyed by type of alternative name (RFC 5280, "Subject Alternative Name"). */
const alternatives: Readonly<Record<string, string>> = {
  email: 'RFC822Name',
  dns: 'DNSName',
  dn: 'DirectoryName',
  url: 'UniformResourceIdentifier',
  ip: 'IPAddress',
};

/**
 * Returns the certificate fields that policies can refer to. AWS does not document the format of serial numbers; the
 * local runtime uses hexadecimal.
 * @throws Error if the PEM text is not a certificate
 */
export function fieldsOf(pem: string): CertificateFields {
  const certificate = new x509.X509Certificate(pem);
  const ofIssuer = certificate.getExtension(x509.IssuerAlternativeNameExtension);
  const ofSubject = certificate.getExtension(x509.SubjectAlternativeNameExtension);
  return {
    serialNumber: certificate.serialNumber,
    issuer: { ...partsOf(certificate.issuerName), ...namesIn(ofIssuer?.names.items ?? []) },
    subject: { ...partsOf(certificate.subjectName), ...namesIn(ofSubject?.names.items ?? []) },
  };
}

const partsOf = (name: x509.Name): CertificateNames =>
  Object.fromEntries(
    Object.entries(attributes)
      .map(([called, identifier]) => [called, name.getField(identifier)] as const)
      .filter(([, values]) => values.length > 0),
  );

const namesIn = (items: readonly { readonly type: string; readonly value: string }[]): CertificateNames =>
  Object.fromEntries(
    Object.entries(alternatives)
      .map(([type, called]) => [called, items.filter((item) => item.type === type).map(({ value }) => value)] as const)
      .filter(([, values]) => values.length > 0)
      .map(([called, values]) => [`AlternativeName.${called}`, values]),
  );
