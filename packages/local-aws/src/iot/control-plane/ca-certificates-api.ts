import type { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { commonNameOf, isSignedBy, parseCertificate, validityOf } from '../../certificates/certificate-checks';
import { certificateId } from '../../certificates/device-certificates';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxCertificatesWithSubject, maxTemplateBytes } from '../quotas';
import { type CaCertificate, caCertificatesOf, type RegistrationConfig } from '../registry/ca-certificates';
import {
  arns,
  type ControlParts,
  Flag,
  invalidRequest,
  notFound,
  Order,
  operation,
  timestampOf,
} from './control-input';
import { rejectInvalidBody } from './provisioning-templates-api';
import { rejectInvalidTags, Tags } from './tags-api';

const Pem = z.string().min(1).max(65_536);
const Registration = z.object({
  templateBody: z.string().max(maxTemplateBytes).optional(),
  roleArn: z.string().min(20).max(2048).optional(),
  templateName: z.string().max(36).optional(),
});
const NewAuthority = z.object({
  caCertificate: Pem,
  verificationCertificate: Pem.optional(),
  setAsActive: Flag,
  allowAutoRegistration: Flag,
  registrationConfig: Registration.optional(),
  certificateMode: z.enum(['DEFAULT', 'SNI_ONLY']).default('DEFAULT'),
  tags: Tags,
});
const AuthorityName = z.object({ caCertificate: z.string() });
const ChangedAuthority = AuthorityName.extend({
  newStatus: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  newAutoRegistrationStatus: z.enum(['ENABLE', 'DISABLE']).optional(),
  registrationConfig: Registration.optional(),
  removeAutoRegistration: z.boolean().optional(),
});

/** Returns the routes for CA certificates and the registration code. */
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
      rejectInvalidRegistration(input.registrationConfig, parts);
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
      const autoRegistration = input.allowAutoRegistration === 'true';
      const { registrationConfig: registration } = input;
      authorities.set({ id, arn, pem, status, mode, autoRegistration, registration, createdAt: now, modifiedAt: now });
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
          autoRegistrationStatus: found.autoRegistration === true ? 'ENABLE' : 'DISABLE',
          lastModifiedDate: timestampOf(found.modifiedAt),
          customerVersion: 1,
          validity: { notBefore: timestampOf(notBefore), notAfter: timestampOf(notAfter) },
          certificateMode: found.mode,
        },
        registrationConfig: found.registration,
      };
    }),
    operation('UpdateCACertificate', `PUT ${path}`, ChangedAuthority, (input) => {
      const found = find(input.caCertificate);
      const { newStatus, newAutoRegistrationStatus, registrationConfig, removeAutoRegistration = false } = input;
      rejectInvalidRegistration(registrationConfig, parts);
      const enables =
        newAutoRegistrationStatus === undefined ? found.autoRegistration : newAutoRegistrationStatus === 'ENABLE';
      authorities.set({
        ...found,
        status: newStatus ?? found.status,
        autoRegistration: removeAutoRegistration ? false : enables,
        registration: removeAutoRegistration ? undefined : (registrationConfig ?? found.registration),
        modifiedAt: Math.floor(clock.now()),
      });
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

/**
 * Rejects a just-in-time provisioning configuration that could not provision any device.
 * @throws AwsError InvalidRequestException
 */
function rejectInvalidRegistration(
  config: RegistrationConfig | undefined,
  { provisioning }: Pick<ControlParts, 'provisioning'>,
): void {
  if (config === undefined) return;
  const { templateBody, roleArn, templateName } = config;
  if ((templateName === undefined) === (templateBody === undefined))
    throw invalidRequest('registrationConfig must contain either templateName or templateBody');
  if (templateBody !== undefined && roleArn === undefined)
    throw invalidRequest('registrationConfig must contain roleArn if it contains templateBody');
  if (templateBody !== undefined) rejectInvalidBody(templateBody);
  if (templateName !== undefined && provisioning.template(templateName)?.type !== 'JITP')
    throw invalidRequest(`Provisioning template ${templateName} does not exist, or its type is not JITP`);
}

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
