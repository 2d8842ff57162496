import { z } from 'zod';
import { certificateId } from '../../certificates/device-certificates';
import { describeError } from '../../error-message';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { ProvisioningError } from '../provisioning/provisioning-error';
import { type CertificateSource, type ProvisionedDevice, parseTemplate } from '../provisioning/template-body';
import { createThingRegistration, nameOf } from '../provisioning/thing-registration';
import { provisioningClaimsOf } from '../registry/provisioning-claims';
import { provisioningTemplatesOf } from '../registry/provisioning-templates';
import type { Certificate } from '../registry/thing-registry';
import { certificateRegistration } from './certificate-registration';
import { arns, type ControlParts, invalidRequest, notFound, operation, timestampOf } from './control-input';
import { rejectInvalidBody } from './provisioning-templates-api';

const Registration = z.object({
  templateBody: z.string().max(10_240),
  parameters: z.record(z.string().max(2048), z.string().max(4096)).default({}),
});

/** Certificate of a template: an existing certificate, or a certificate that is not registered yet. */
type TemplateCertificate = { known: Certificate } | { pem: string; more: Pick<Certificate, 'authority' | 'mode'> };

/**
 * Returns the routes that register things, and that create claims that devices use to register themselves. Source: AWS IoT
 * developer guide, "single-thing-provisioning", "provision-wo-cert".
 */
export function registerThingRoutes(parts: ControlParts): Route[] {
  const { registry, place } = parts;
  const arnOf = arns(parts);
  const certificates = certificateRegistration(parts);
  const templates = provisioningTemplatesOf(parts);
  const claims = provisioningClaimsOf(parts);
  const registration = createThingRegistration({
    ...parts,
    arnPrefix: `arn:aws:iot:${place.region}:${place.account}`,
    account: place.account,
  });

  const evaluate = ({ templateBody, parameters }: z.infer<typeof Registration>): ProvisionedDevice => {
    rejectInvalidBody(templateBody);
    try {
      return parseTemplate(templateBody).evaluate(parameters);
    } catch (error) {
      throw invalidRequest(describeError(error));
    }
  };

  /**
   * Returns the certificate of a template. Issues a certificate for a signing request, but adds nothing to the registry.
   * @throws AwsError if the certificate or signing request is invalid
   */
  const certificateFrom = async (source: CertificateSource): Promise<TemplateCertificate> => {
    if ('id' in source) {
      const known = registry.certificate(source.id);
      if (known !== undefined) return { known };
      throw registrationFailure(`certificate ${source.id} does not exist`);
    }
    if ('csr' in source) return { pem: await certificates.issue(source.csr), more: {} };
    const signer = certificates.signerOf(certificates.parseNew(source.pem), source.authorityPem);
    return { pem: source.pem, more: { authority: signer?.id, mode: signer?.mode } };
  };

  const check = (certificateId: string | undefined, provisioned: ProvisionedDevice) => {
    try {
      registration.check(undefined, certificateId, provisioned);
    } catch (error) {
      throw error instanceof ProvisioningError ? registrationFailure(error.message) : error;
    }
  };

  const arnsOf = ({ thing, policies, logicalNames }: ProvisionedDevice, certificateArn: string | undefined) => {
    const named = [
      [logicalNames.certificate, certificateArn],
      [logicalNames.thing, thing && arnOf(`thing/${thing.name}`)],
      ...policies.map((policy, index) => [logicalNames.policies[index], arnOf(`policy/${nameOf(policy)}`)] as const),
    ] as const;
    return Object.fromEntries(
      named.flatMap(([name, arn]) => (name === undefined || arn === undefined ? [] : [[name, arn] as const])),
    );
  };

  return [
    operation('RegisterThing', 'POST /things', Registration, async (input) => {
      const provisioned = evaluate(input);
      const source = provisioned.certificate?.source;
      if (source === undefined) {
        check(undefined, provisioned);
        registration.create(undefined, provisioned);
        return { resourceArns: arnsOf(provisioned, undefined) };
      }
      const found = await certificateFrom(source);
      check('known' in found ? found.known.id : undefined, provisioned);
      const { id, arn, pem } =
        'known' in found ? found.known : certificates.add(found.pem, { status: 'INACTIVE', ...found.more });
      registration.create(id, provisioned);
      return { certificatePem: pem, resourceArns: arnsOf(provisioned, arn) };
    }),
    operation(
      'CreateProvisioningClaim',
      'POST /provisioning-templates/{templateName}/provisioning-claim',
      z.object({ templateName: z.string() }),
      async ({ templateName }) => {
        const template = templates.find(templateName);
        if (template === undefined) throw notFound(`Provisioning template ${templateName}`);
        if (template.type !== 'FLEET_PROVISIONING' || !template.isEnabled)
          throw invalidRequest(
            `Provisioning template ${templateName} is not an enabled template for fleet provisioning`,
          );
        const { certificatePem, publicKeyPem, privateKeyPem } = await parts.authority.createKeys();
        const id = certificateId(certificatePem);
        return {
          certificateId: id,
          certificatePem,
          keyPair: { PublicKey: publicKeyPem, PrivateKey: privateKeyPem },
          expiration: timestampOf(claims.add({ id, pem: certificatePem, template: templateName })),
        };
      },
    ),
  ];
}

const registrationFailure = (reason: string) => new AwsError('ResourceRegistrationFailureException', reason);
