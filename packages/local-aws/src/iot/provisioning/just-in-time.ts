import { X509Certificate } from 'node:crypto';
import { isValidAt, parseCertificate } from '../../certificates/certificate-checks';
import { fieldsOf } from '../../certificates/certificate-fields';
import { certificateId } from '../../certificates/device-certificates';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { IotLogs } from '../iot-logs';
import type { Message } from '../iot-message';
import type { CaCertificate, CaCertificates } from '../registry/ca-certificates';
import type { Certificate } from '../registry/thing-registry';
import type { Provisioning } from './fleet-provisioning';
import { type ProvisioningTemplate, parseTemplate } from './template-body';
import {
  createThingRegistration,
  type ProvisioningRole,
  type RegistrationOptions,
  registerWithCertificate,
} from './thing-registration';

/**
 * Just-in-time registration and provisioning of devices that connect for the first time. Sources: AWS IoT developer
 * guide, "auto-register-device-cert" and "jit-provisioning".
 */
export interface JustInTime {
  /**
   * Registers a device whose certificate was signed by a CA with automatic registration, and provisions it if the CA has
   * a template. An event is published when a certificate is registered, and each time that a device presents a
   * certificate whose activation is pending.
   * @param certificate DER encoding of a certificate
   * @returns whether the connection must be rejected, because its certificate is new or its activation is pending
   */
  receive(certificate: Buffer): boolean;
}

interface Options extends RegistrationOptions {
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  iotLogs: IotLogs;
  authorities: Pick<CaCertificates, 'find' | 'signersOf'>;
  provisioning: Pick<Provisioning, 'template'>;
  publish(message: Message): void;
}

/** Attributes in a certificate's subject, keyed by the template parameter. Source: "jit-provisioning". */
const subjectParameters: Readonly<Record<string, string>> = {
  'AWS::IoT::Certificate::Country': 'Country',
  'AWS::IoT::Certificate::Organization': 'Organization',
  'AWS::IoT::Certificate::OrganizationalUnit': 'OrganizationalUnit',
  'AWS::IoT::Certificate::DistinguishedNameQualifier': 'DistinguishedNameQualifier',
  'AWS::IoT::Certificate::StateName': 'State',
  'AWS::IoT::Certificate::CommonName': 'CommonName',
  'AWS::IoT::Certificate::SerialNumber': 'SerialNumber',
};

/** Returns the parameters for a template, from the subject of a certificate. */
function parametersOf({ id, pem }: Certificate): Record<string, string> {
  const { subject } = fieldsOf(pem);
  const named = Object.entries(subjectParameters).flatMap(([parameter, attribute]) => {
    const [value] = subject[attribute] ?? [];
    return value === undefined ? [] : [[parameter, value] as const];
  });
  return { ...Object.fromEntries(named), 'AWS::IoT::Certificate::Id': id };
}

const pemOf = (der: Buffer) => new X509Certificate(der).toString();

export function createJustInTime(options: Options): JustInTime {
  const { clock, bus, metrics, iotLogs, registry, authorities, account, arnPrefix, provisioning } = options;
  const registration = createThingRegistration(options);
  const now = () => Math.floor(clock.now());

  /** Returns the CA that registers a certificate automatically, if the certificate and the CA are valid. */
  const signerOf = (certificate: X509Certificate): CaCertificate | undefined => {
    // TLS does not use the platform's clock.
    const isValid = (one: X509Certificate | undefined) => one !== undefined && isValidAt(one, clock.real.now());
    if (!isValid(certificate)) return undefined;
    return authorities
      .signersOf(certificate)
      .find(
        ({ status, autoRegistration, pem }) =>
          status === 'ACTIVE' && autoRegistration === true && isValid(parseCertificate(pem)),
      );
  };

  const addCertificate = (der: Buffer): Certificate | undefined => {
    const signer = signerOf(new X509Certificate(der));
    if (signer === undefined) return undefined;
    const pem = pemOf(der);
    const id = certificateId(pem);
    const { id: authority, mode } = signer;
    registry.addCertificate({ id, arn: `${arnPrefix}:cert/${id}`, pem, status: 'PENDING_ACTIVATION', authority, mode });
    return registry.certificate(id);
  };

  const publishRegistered = ({ id, authority = '', createdAt, status }: Certificate) => {
    const event = {
      certificateId: id,
      caCertificateId: authority,
      timestamp: now(),
      certificateStatus: status,
      awsAccountId: account,
      certificateRegistrationTimestamp: String(createdAt),
    };
    options.publish({
      topic: `$aws/events/certificates/registered/${authority}`,
      payload: Buffer.from(JSON.stringify(event)),
    });
  };

  /** Returns the template of a CA, with its role, or undefined if the CA only registers devices. */
  const templateOf = ({
    arn,
    registration,
  }: CaCertificate): ({ name: string; body: ProvisioningTemplate } & ProvisioningRole) | undefined => {
    const { templateBody, roleArn = '', templateName } = registration ?? {};
    if (templateBody !== undefined) return { name: arn, body: parseTemplate(templateBody), roleArn, templateArn: arn };
    if (templateName === undefined) return undefined;
    const template = provisioning.template(templateName);
    if (!template?.enabled) throw new Error(`provisioning template ${templateName} does not exist or is not enabled`);
    return { ...template, templateArn: template.arn };
  };

  const provision = (certificate: Certificate, authority: CaCertificate): void => {
    const template = templateOf(authority);
    if (template === undefined) return;
    const parameters = parametersOf(certificate);
    const missing = template.body.required.find((name) => parameters[name] === undefined);
    if (missing !== undefined) throw new Error(`the certificate has no value for the parameter ${missing}`);
    const provisioned = template.body.evaluate(parameters);
    registerWithCertificate(registration, { role: template, certificateId: certificate.id, provisioned });
    const thing = provisioned.thing?.name ?? 'no thing';
    bus.emit({ kind: 'provisioned', thing, template: template.name, certificateId: certificate.id });
    iotLogs.write('INFO', 'ProvisionDevice', () => ({
      provisioningTemplateName: template.name,
      deviceCertificateId: certificate.id,
    }));
    count('provision_thing_success');
  };

  const count = (name: string) => metrics.record({ metric: `aws.iot.${name}`, tags: {}, value: 1, at: clock.now() });

  const tryToProvision = (certificate: Certificate) => {
    const authority = authorities.find(certificate.authority ?? '');
    if (authority === undefined) return;
    try {
      provision(certificate, authority);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      count('provision_thing_client_error');
      iotLogs.write('ERROR', 'ProvisionDevice', () => ({ deviceCertificateId: certificate.id, details: reason }));
      bus.emit({
        kind: 'note',
        failed: true,
        text: `provisioning the device with certificate ${certificate.id} failed: ${reason}`,
      });
    }
  };

  return {
    receive(der) {
      const certificate = registry.certificate(certificateId(der)) ?? addCertificate(der);
      if (certificate?.status !== 'PENDING_ACTIVATION' || certificate.authority === undefined) return false;
      publishRegistered(certificate);
      tryToProvision(certificate);
      return true;
    },
  };
}
