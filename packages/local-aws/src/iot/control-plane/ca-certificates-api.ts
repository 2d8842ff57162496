import type { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { commonNameOf, isSignedBy, parseCertificate, validityOf } from '../../certificates/certificate-checks';
import { certificateId } from '../../certificates/device-certificates';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/request';
import { pageOf } from '../iot-pagination';
import { maxCertificatesWithSubject } from '../quotas';
import { type CaCertificate, caCertificatesOf } from '../registry/ca-certificates';
import { tagsOf } from '../registry/iot-tags';
import {
  arns,
  type ControlParts,
  Flag,
  notFound,
  Order,
  operation,
  rejectUnsupported,
  timestampOf,
} from './control-input';
import { rejectInvalidTags, Tags } from './tags-api';

const Pem = z.string().min(1).max(65_536);
const NewAuthority = z.object({
  caCertificate: Pem,
  verificationCertificate: Pem.optional(),
  setAsActive: Flag,
  allowAutoRegistration: Flag,
  registrationConfig: z.unknown().optional(),
  certificateMode: z.enum(['DEFAULT', 'SNI_ONLY']).default('DEFAULT'),
  tags: Tags,
});
const AuthorityName = z.object({ caCertificate: z.string() });
const ChangedAuthority = AuthorityName.extend({
  newStatus: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  newAutoRegistrationStatus: z.enum(['ENABLE', 'DISABLE']).optional(),
  registrationConfig: z.unknown().optional(),
  removeAutoRegistration: z.boolean().optional(),
});

/** Returns the routes for CA certificates and the registration code. Devices are not registered automatically. */
export function caCertificateRoutes(parts: ControlParts): Route[] {
  const { clock, place, registry } = parts;
  const authorities = caCertificatesOf(parts);
  const tags = tagsOf(parts);
  const arnOf = arns(parts);
  const find = (id: string): CaCertificate => {
    const found = authorities.find(id);
    if (found === undefined) throw notFound(`CA certificate ${id}`);
    return found;
  };
  const rejectTooMany = ({ subject }: X509Certificate) => {
    const same = authorities.all().filter(({ pem }) => parseCertificate(pem)?.subject === subject);
    if (same.length >= maxCertificatesWithSubject)
      throw new AwsError(
        'LimitExceededException',
        `An account can have at most ${maxCertificatesWithSubject} CA certificates with the same subject`,
        410,
      );
  };
  const path = '/cacertificate/{caCertificate}' as const;
  return [
    operation('GetRegistrationCode', 'GET /registrationcode', z.object({}), () => ({
      registrationCode: authorities.registrationCode(),
    })),
    operation('DeleteRegistrationCode', 'DELETE /registrationcode', z.object({}), () => {
      if (!authorities.removeRegistrationCode()) throw notFound('Registration code');
      return undefined;
    }),
    operation('RegisterCACertificate', 'POST /cacertificate', NewAuthority, (input) => {
      const { caCertificate: pem, verificationCertificate, certificateMode: mode } = input;
      rejectUnsupported('RegisterCACertificate', 'registrationConfig', input.registrationConfig);
      rejectUnsupported(
        'RegisterCACertificate',
        'allowAutoRegistration',
        input.allowAutoRegistration === 'true' || undefined,
      );
      rejectInvalidTags(input.tags);
      const certificate = parseAuthority(pem);
      const id = certificateId(pem);
      const known = authorities.find(id);
      if (known !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', 'CA certificate already registered', 409, {
          resourceId: id,
          resourceArn: known.arn,
        });
      if (mode === 'DEFAULT') rejectUnverified(certificate, verificationCertificate, authorities.registrationCode());
      rejectTooMany(certificate);
      const arn = arnOf(`cacert/${id}`);
      const now = Math.floor(clock.now());
      const status = input.setAsActive === 'true' ? 'ACTIVE' : 'INACTIVE';
      authorities.set({ id, arn, pem, status, mode, createdAt: now, modifiedAt: now });
      tags.add(arn, input.tags);
      return { certificateArn: arn, certificateId: id };
    }),
    operation('ListCACertificates', 'GET /cacertificates', Order, (_, { query }) => {
      const { page, more } = pageOf(authorities.all(), {
        query,
        size: ['pageSize', 250],
        token: ['marker', 'nextMarker'],
        nameOf: ({ createdAt, id }) => `${new Date(createdAt).toISOString()} ${id}`,
        isDescending: query.get('isAscendingOrder') !== 'true',
      });
      return { certificates: page.map(summaryOf), ...more };
    }),
    operation('DescribeCACertificate', `GET ${path}`, AuthorityName, ({ caCertificate }) => {
      const found = find(caCertificate);
      const { notBefore, notAfter } = validityOf(parseAuthority(found.pem));
      return {
        certificateDescription: {
          ...summaryOf(found),
          certificatePem: found.pem,
          ownedBy: place.account,
          autoRegistrationStatus: 'DISABLE',
          lastModifiedDate: timestampOf(found.modifiedAt),
          customerVersion: 1,
          validity: { notBefore: timestampOf(notBefore), notAfter: timestampOf(notAfter) },
          certificateMode: found.mode,
        },
      };
    }),
    operation('UpdateCACertificate', `PUT ${path}`, ChangedAuthority, (input) => {
      rejectUnsupported('UpdateCACertificate', 'registrationConfig', input.registrationConfig);
      const enables = input.newAutoRegistrationStatus === 'ENABLE' || undefined;
      rejectUnsupported('UpdateCACertificate', 'newAutoRegistrationStatus', enables);
      const found = find(input.caCertificate);
      authorities.set({ ...found, status: input.newStatus ?? found.status, modifiedAt: Math.floor(clock.now()) });
      return undefined;
    }),
    operation('DeleteCACertificate', `DELETE ${path}`, AuthorityName, ({ caCertificate }) => {
      const { id, arn, status } = find(caCertificate);
      if (status === 'ACTIVE')
        throw new AwsError(
          'CertificateStateException',
          `CA certificate must be deactivated (not ACTIVE) before deletion. id=${id}`,
          406,
        );
      authorities.remove(id);
      tags.forget(arn);
      // The device certificates remain valid, but no longer belong to a registered CA.
      for (const certificate of registry.certificates())
        if (certificate.authority === id) registry.addCertificate({ ...certificate, authority: undefined });
      return undefined;
    }),
  ];
}

const summaryOf = ({ id, arn, status, createdAt }: CaCertificate) => ({
  certificateArn: arn,
  certificateId: id,
  status,
  creationDate: timestampOf(createdAt),
});

const invalidCertificate = (reason: string) => new AwsError('CertificateValidationException', reason);

/** Parses the certificate of a CA. Throws an AwsError CertificateValidationException if it is not valid. */
function parseAuthority(pem: string): X509Certificate {
  const certificate = parseCertificate(pem);
  if (certificate === undefined) throw invalidCertificate('CA certificate is not a valid X.509 certificate in PEM');
  if (!certificate.ca) throw invalidCertificate('CA certificate must have the basic constraint CA:TRUE');
  return certificate;
}

/**
 * Rejects a CA whose verification certificate does not prove that the caller has the CA's private key. Source: AWS IoT
 * developer guide, "register-CA-cert".
 * @throws AwsError CertificateValidationException or RegistrationCodeValidationException
 */
function rejectUnverified(authority: X509Certificate, pem: string | undefined, code: string): void {
  const certificate = pem === undefined ? undefined : parseCertificate(pem);
  if (certificate === undefined)
    throw invalidCertificate('Verification certificate is missing, or not a valid X.509 certificate in PEM');
  if (!isSignedBy(certificate, authority))
    throw invalidCertificate('Verification certificate is not signed by the CA certificate');
  if (commonNameOf(certificate) !== code)
    throw new AwsError(
      'RegistrationCodeValidationException',
      'The common name of the verification certificate is not the registration code',
    );
}
