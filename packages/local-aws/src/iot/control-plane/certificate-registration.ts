import { X509Certificate } from 'node:crypto';
import { invalidSigningRequest } from '../../certificates/authority';
import { isSignedBy, parseCertificate } from '../../certificates/certificate-checks';
import { certificateId } from '../../certificates/device-certificates';
import { AwsError } from '../../gateway/service-api';
import { type CaCertificate, caCertificatesOf } from '../registry/ca-certificates';
import type { Certificate } from '../registry/thing-registry';
import { arns, type ControlParts, invalidRequest } from './control-input';

/** Returns functions that issue certificates, check certificates of other authorities, and add both to the registry. */
export function certificateRegistration(parts: Pick<ControlParts, 'registry' | 'authority' | 'place' | 'store'>) {
  const { registry, authority } = parts;
  const arnOf = arns(parts);
  const authorities = caCertificatesOf(parts);
  const add = (pem: string, more: Pick<Certificate, 'status' | 'authority' | 'mode'>) => {
    const id = certificateId(pem);
    const arn = arnOf(`cert/${id}`);
    registry.addCertificate({ id, arn, pem, ...more });
    return { id, arn, pem };
  };
  /**
   * Parses a certificate that is to be registered.
   * @throws AwsError if the certificate is invalid, or already registered
   */
  const parseNew = (pem: string): X509Certificate => {
    const certificate = parseCertificate(pem);
    if (certificate === undefined) throw invalidCertificate('The certificate is not a valid X.509 certificate in PEM');
    const known = registry.certificate(certificateId(pem));
    if (known !== undefined) throw alreadyRegistered(known);
    return certificate;
  };
  /**
   * Returns the registered CA that signed a certificate, or undefined if AWS IoT issued the certificate.
   * @throws AwsError if no registered CA, or more than one, signed the certificate
   */
  const signerOf = (certificate: X509Certificate, caPem: string | undefined): CaCertificate | undefined => {
    const ca = caPem === undefined ? undefined : parseCertificate(caPem);
    if (caPem !== undefined && ca === undefined)
      throw invalidCertificate('The CA certificate is not a valid X.509 certificate in PEM');
    const signers = authorities.signersOf(certificate);
    const [signer, other] = ca === undefined ? signers : signers.filter(({ id }) => id === certificateId(ca.raw));
    if (other !== undefined)
      throw new AwsError(
        'CertificateConflictException',
        'Several registered CA certificates have the same subject and public key; specify caCertificatePem',
        409,
      );
    if (signer !== undefined) return signer;
    // A certificate that AWS IoT issued can be registered again after its deletion.
    if (isSignedBy(certificate, new X509Certificate(authority.certificatePem))) return undefined;
    throw invalidCertificate('The CA certificate that signed the certificate is not registered');
  };
  /** Issues a certificate for a signing request. Throws an AwsError if the signing request is invalid. */
  const issue = (csr: string): Promise<string> =>
    authority.signRequest(csr).catch((error: unknown) => {
      throw invalidRequest(invalidSigningRequest(error));
    });
  return { add, parseNew, signerOf, issue };
}

const invalidCertificate = (reason: string) => new AwsError('CertificateValidationException', reason);

const alreadyRegistered = ({ id, arn }: Certificate) =>
  new AwsError('ResourceAlreadyExistsException', 'The certificate is already provisioned or registered', 409, {
    resourceId: id,
    resourceArn: arn,
  });
