import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { validityOf } from '../../certificates/certificate-checks';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { pageOf } from '../iot-pagination';
import type { Certificate } from '../registry/thing-registry';
import { certificateRegistration } from './certificate-registration';
import { type ControlParts, Flag, finders, Order, operation, timestampOf } from './control-input';

const CertificateName = z.object({ certificate: z.string() });
const Active = { setAsActive: Flag };
const Registered = z.object({
  certificatePem: z.string().min(1).max(65_536),
  caCertificatePem: z.string().min(1).max(65_536).optional(),
  status: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  ...Active,
});

/** Returns the routes that create, register, describe, list, update and delete device certificates. */
export function certificateRoutes(parts: ControlParts): Route[] {
  const { registry, authority, authorizer, place } = parts;
  const find = finders(parts);
  const { add, parseNew, signerOf, issue } = certificateRegistration(parts);
  const statusIn = ({ setAsActive }: { setAsActive: 'true' | 'false' }) =>
    setAsActive === 'true' ? 'ACTIVE' : 'INACTIVE';
  const path = '/certificates/{certificate}' as const;
  return [
    operation(
      'CreateCertificateFromCsr',
      'POST /certificates',
      z.object({ certificateSigningRequest: z.string(), ...Active }),
      async (input) => {
        const pem = await issue(input.certificateSigningRequest);
        return { ...referenceTo(add(pem, { status: statusIn(input) })), certificatePem: pem };
      },
    ),
    operation('CreateKeysAndCertificate', 'POST /keys-and-certificate', z.object(Active), async (input) => {
      const { certificatePem, publicKeyPem, privateKeyPem } = await authority.createKeys();
      const keyPair = { PublicKey: publicKeyPem, PrivateKey: privateKeyPem };
      return { ...referenceTo(add(certificatePem, { status: statusIn(input) })), certificatePem, keyPair };
    }),
    operation('RegisterCertificate', 'POST /certificate/register', Registered, (input) => {
      const signer = signerOf(parseNew(input.certificatePem), input.caCertificatePem);
      const status = input.status ?? statusIn(input);
      return referenceTo(add(input.certificatePem, { status, authority: signer?.id, mode: signer?.mode }));
    }),
    operation('RegisterCertificateWithoutCA', 'POST /certificate/register-no-ca', Registered, (input) => {
      parseNew(input.certificatePem);
      return referenceTo(add(input.certificatePem, { status: input.status ?? 'INACTIVE', mode: 'SNI_ONLY' }));
    }),
    operation('ListCertificates', 'GET /certificates', Order, (_, { query }) =>
      certificatePage(registry.certificates(), query),
    ),
    operation(
      'ListCertificatesByCA',
      'GET /certificates-by-ca/{authority}',
      Order.extend({ authority: z.string() }),
      (input, { query }) =>
        certificatePage(
          registry.certificates().filter((certificate) => certificate.authority === input.authority),
          query,
        ),
    ),
    operation('DescribeCertificate', `GET ${path}`, CertificateName, ({ certificate }) => {
      const found = find.certificate(certificate);
      const { pem, authority: caCertificateId, createdAt, modifiedAt } = found;
      const { notBefore, notAfter } = validityOf(new X509Certificate(pem));
      return {
        certificateDescription: {
          ...summaryOf(found),
          certificatePem: pem,
          caCertificateId,
          ownedBy: place.account,
          creationDate: timestampOf(createdAt),
          lastModifiedDate: timestampOf(modifiedAt),
          customerVersion: 1,
          validity: { notBefore: timestampOf(notBefore), notAfter: timestampOf(notAfter) },
        },
      };
    }),
    operation(
      'UpdateCertificate',
      `PUT ${path}`,
      CertificateName.extend({ newStatus: z.enum(['ACTIVE', 'INACTIVE', 'REVOKED']) }),
      ({ certificate, newStatus }, { cause }) => {
        registry.setStatus(find.certificate(certificate).id, newStatus);
        if (newStatus !== 'ACTIVE') closeConnections(parts, certificate, newStatus, cause);
        return undefined;
      },
    ),
    operation(
      'DeleteCertificate',
      `DELETE ${path}`,
      CertificateName.extend({ forceDelete: Flag }),
      ({ certificate: name, forceDelete }) => {
        const certificate = find.certificate(name);
        rejectInUse(parts, certificate, forceDelete === 'true');
        for (const policy of authorizer.iotPoliciesOf(certificate.id))
          authorizer.detachIotPolicy(certificate.id, policy);
        registry.removeCertificate(certificate.id);
        return undefined;
      },
    ),
  ];
}

const referenceTo = ({ id, arn }: Pick<Certificate, 'id' | 'arn'>) => ({ certificateArn: arn, certificateId: id });

const summaryOf = ({ id, arn, status, mode = 'DEFAULT', createdAt }: Certificate) => ({
  certificateArn: arn,
  certificateId: id,
  status,
  certificateMode: mode,
  creationDate: timestampOf(createdAt),
});

/** Returns a page of certificates, sorted by creation time. */
function certificatePage(certificates: readonly Certificate[], query: URLSearchParams) {
  const { page, more } = pageOf(certificates, {
    query,
    size: ['pageSize', 250],
    token: ['marker', 'nextMarker'],
    nameOf: ({ createdAt = 0, id }) => `${new Date(createdAt).toISOString()} ${id}`,
    isDescending: query.get('isAscendingOrder') !== 'true',
  });
  return { certificates: page.map(summaryOf), ...more };
}

/**
 * Immediately closes the connections that use a certificate, whereas AWS closes them later: "Within a few minutes […]
 * IoT disconnects all devices that used that certificate" (API reference, "UpdateCertificate").
 */
function closeConnections({ broker, bus }: ControlParts, id: string, status: string, cause: number | undefined): void {
  const clients = broker.disconnect(id);
  if (clients.length === 0) return;
  const text = `certificate ${id.slice(0, 8)} is ${status}: disconnected ${clients.join(', ')}`;
  bus.emit({ kind: 'note', text }, cause);
}

/**
 * Rejects a request to delete a certificate that is in use.
 * @param isForced whether a certificate with policies can be deleted
 * @throws AwsError if the certificate is active or attached (API reference, "DeleteCertificate")
 */
function rejectInUse(
  { registry, authorizer }: ControlParts,
  { id, arn, status }: Certificate,
  isForced: boolean,
): void {
  if (status === 'ACTIVE') {
    const reason = `Certificate must be deactivated (not ACTIVE) before deletion. id=${id}`;
    throw new AwsError('CertificateStateException', reason, 406);
  }
  const attached = (what: string) =>
    new AwsError('DeleteConflictException', `${what} must be detached before deletion (arn: ${arn})`, 409);
  if (registry.thingsOf(id).length > 0) throw attached('Things');
  if (!isForced && authorizer.iotPoliciesOf(id).length > 0) throw attached('Certificate policies');
}
