import { z } from 'zod';
import { type Authority, invalidSigningRequest, makeDeviceRequest } from '../../certificates/authority';
import { certificateId } from '../../certificates/device-certificates';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message, Origin } from '../iot-message';
import { bodyOf, provisioningTemplatesOf } from '../registry/provisioning-templates';
import { TemplateError } from './intrinsic-functions';
import { createOwnershipTokens } from './ownership-tokens';
import { type PayloadFormat, payloadFormats } from './payload-format';
import { type HookOptions, invokeHook } from './pre-provisioning-hook';
import { badRequest, invalidToken, missingToken, notFound, ProvisioningError } from './provisioning-error';
import { parseProvisioningTopic } from './provisioning-topics';
import { type ProvisioningTemplate, parseTemplate } from './template-body';
import { createThingRegistration, type RegistrationOptions, registerWithCertificate } from './thing-registration';

export interface TemplateDeclaration {
  name: string;
  arn: string;
  type: 'FLEET_PROVISIONING' | 'JITP';
  enabled: boolean;
  roleArn: string;
  body: ProvisioningTemplate;
  /** ARN of the pre-provisioning hook. */
  hook: string | undefined;
}

/** Fleet provisioning over MQTT, with JSON or CBOR payloads. */
export interface Provisioning {
  /** Returns a template with the body of its default version. */
  template(name: string): TemplateDeclaration | undefined;
  /**
   * Responds to a device's message if the message requests a certificate or a thing. Only the requesting connection
   * receives the response.
   */
  receive(message: Message, origin: Origin, cause: number | undefined): void;
}

export interface ProvisioningOptions extends RegistrationOptions, HookOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  authority: Authority;
  iotLogs: IotLogs;
  answer(to: Origin, message: Message): void;
}

interface Request {
  payload: Uint8Array;
  format: PayloadFormat;
  origin: Origin;
  cause: number | undefined;
}

const SigningRequest = z.object({ certificateSigningRequest: z.string() });
const Registration = z.object({
  certificateOwnershipToken: z.string().optional(),
  parameters: z.record(z.string(), z.string()).nullish(),
});

/** Parses a request. Throws a ProvisioningError if the payload is malformed or does not match the schema. */
function read<Schema extends z.ZodType>(
  schema: Schema,
  { payload, format }: Pick<Request, 'payload' | 'format'>,
): z.output<Schema> {
  try {
    return schema.parse(format.decode(payload));
  } catch {
    throw badRequest('Failed to parse the request payload.');
  }
}

export function createProvisioning(options: ProvisioningOptions): Provisioning {
  const { authority, registry, bus, clock, metrics, iotLogs, arnPrefix } = options;
  const templates = provisioningTemplatesOf(options);
  const template = (name: string): TemplateDeclaration | undefined => {
    const stored = templates.find(name);
    return stored && { ...stored, enabled: stored.isEnabled, body: parseTemplate(bodyOf(stored)) };
  };
  const registration = createThingRegistration(options);
  // As in AWS IoT, delete an unattached certificate when its ownership token expires.
  const tokens = createOwnershipTokens(options, (id) => registry.removeCertificate(id));

  const count = (name: string, value: number, tags: Record<string, string> = {}) =>
    metrics.record({ metric: `aws.iot.${name}`, tags, value, at: clock.now() });

  const addPending = (pem: string, owner: Origin) => {
    const id = certificateId(pem);
    registry.addCertificate({ id, arn: `${arnPrefix}:cert/${id}`, pem, status: 'PENDING_ACTIVATION' });
    return { certificateId: id, certificatePem: pem, certificateOwnershipToken: tokens.issue(id, owner) };
  };

  const createFromCsr = async (request: Request) => {
    const { certificateSigningRequest } = read(SigningRequest, request);
    const pem = await authority.signRequest(certificateSigningRequest).catch((error: unknown) => {
      throw new ProvisioningError(400, 'InvalidCertificateSigningRequest', invalidSigningRequest(error));
    });
    return addPending(pem, request.origin);
  };

  /** Creates a key and a certificate. The key is P-256, whereas AWS IoT creates RSA keys of 2,048 bits. */
  const createKeys = async ({ origin }: Request) => {
    const { csrPem, keyPem } = await makeDeviceRequest('AWS IoT Certificate');
    return { ...addPending(await authority.signRequest(csrPem), origin), privateKey: keyPem };
  };

  const parametersOf = async (
    template: TemplateDeclaration,
    requested: Record<string, string>,
    id: string,
    request: Request,
  ) => {
    const certificateParameters = { 'AWS::IoT::Certificate::Id': id };
    if (template.hook === undefined) return { ...requested, ...certificateParameters };
    const event = {
      claimCertificateId: request.origin.principalId,
      certificateId: id,
      certificatePem: registry.certificate(id)?.pem ?? '',
      templateArn: template.arn,
      clientId: request.origin.clientId,
      parameters: requested,
    };
    return {
      ...requested,
      ...(await invokeHook(template.hook, event, { ...options, cause: request.cause })),
      ...certificateParameters,
    };
  };

  const provision = async (
    template: TemplateDeclaration,
    requested: Record<string, string>,
    id: string,
    request: Request,
  ) => {
    const parameters = await parametersOf(template, requested, id, request);
    const role = { roleArn: template.roleArn, templateArn: template.arn };
    const provisioned = template.body.evaluate(parameters);
    registerWithCertificate(registration, { role, certificateId: id, provisioned });
    const thing = provisioned.thing?.name;
    bus.emit(
      { kind: 'provisioned', thing: thing ?? 'no thing', template: template.name, certificateId: id },
      request.cause,
    );
    iotLogs.write('INFO', 'ProvisionDevice', () => ({
      provisioningTemplateName: template.name,
      deviceCertificateId: id,
    }));
    count('approximate_number_of_things_registered', 1, { claimcertificateid: request.origin.principalId });
    return {
      deviceConfiguration: provisioned.deviceConfiguration,
      ...(thing === undefined ? {} : { thingName: thing }),
    };
  };

  const registerThing = async (name: string, request: Request) => {
    const { certificateOwnershipToken: token, parameters } = read(Registration, request);
    if (token === undefined || token === '') throw missingToken();
    const found = template(name);
    if (!found?.enabled || found.type !== 'FLEET_PROVISIONING') throw notFound(name);
    const ownership = tokens.take(token, request.origin);
    if (ownership === undefined) throw invalidToken();
    try {
      return await provision(found, parameters ?? {}, ownership.certificateId, request);
    } catch (error) {
      tokens.restore(token, ownership);
      throw error instanceof TemplateError ? badRequest(error.message) : error;
    }
  };

  /**
   * Returns an MQTT API operation, with the metric that counts its failures. Source: developer guide, "Device
   * provisioning metrics".
   */
  const operationOf = (operation: 'create' | 'create-from-csr' | 'provision', template: string) =>
    ({
      create: { run: createKeys, failureMetric: 'create_keys_and_certificate_failed', tags: {} },
      'create-from-csr': { run: createFromCsr, failureMetric: 'create_certificate_from_csr_failed', tags: {} },
      provision: {
        run: (request: Request) => registerThing(template, request),
        failureMetric: 'register_thing_failed',
        tags: { templatename: template },
      },
    })[operation];

  const reject = (topic: string, error: unknown, { origin, cause }: Request) => {
    const {
      statusCode,
      errorCode,
      message: errorMessage,
    } = error instanceof ProvisioningError ? error : unexpected(error);
    const event = {
      kind: 'provisioning-refused',
      who: origin.clientId,
      topic,
      errorCode,
      reason: errorMessage,
    } as const;
    bus.emit(event, cause);
    return { statusCode, errorCode, errorMessage };
  };

  return {
    template,
    receive({ topic, payload }, origin, cause) {
      const parsedTopic = parseProvisioningTopic(topic);
      if (parsedTopic === undefined) return;
      const format = payloadFormats[parsedTopic.format];
      const request = { payload, format, origin, cause };
      const { run, failureMetric, tags } = operationOf(parsedTopic.operation, parsedTopic.template);
      const answer = (stub: 'accepted' | 'rejected', body: object) => {
        count(failureMetric, stub === 'rejected' ? 1 : 0, tags);
        options.answer(origin, { topic: `${topic}/${stub}`, payload: format.encode(body) });
      };
      const durable = run(request).then(async (body) => {
        // The certificate or thing must be durable before the device receives the response.
        await options.store.written();
        return body;
      });
      durable.then(
        (body) => answer('accepted', body),
        (error: unknown) => {
          const rejection = reject(topic, error, request);
          if (parsedTopic.operation === 'provision')
            iotLogs.write('ERROR', 'ProvisionDevice', () => ({
              provisioningTemplateName: parsedTopic.template,
              details: rejection.errorMessage,
            }));
          answer('rejected', rejection);
        },
      );
    },
  };
}

const unexpected = (error: unknown) =>
  new ProvisioningError(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
