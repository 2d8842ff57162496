import { z } from 'zod';
import { type Authority, invalidSigningRequest, makeDeviceRequest } from '../../certificates/authority';
import { certificateId } from '../../certificates/device-certificates';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import type { IotLogs } from '../iot-logs';
import type { Message, Origin } from '../message';
import { askHook, type HookOptions } from './hook';
import { TemplateError } from './intrinsics';
import { createOwnershipTokens } from './ownership-tokens';
import { createRegister, type RegisterOptions } from './register';
import { badRequest, noToken, notFound, Rejection, wrongToken } from './rejection';
import type { ProvisioningTemplate } from './template';
import { parseProvisioningTopic } from './topics';

export interface TemplateDeclaration {
  name: string;
  arn: string;
  enabled: boolean;
  roleArn: string;
  body: ProvisioningTemplate;
  /** ARN of the function that is asked before a device is provisioned. */
  hook: string | undefined;
}

/** Fleet provisioning over MQTT, in JSON alone. */
export interface Provisioning {
  declare(template: TemplateDeclaration): void;
  /** Takes a message of a device; where it asks for a certificate or a thing, answers it: that connection alone hears. */
  receive(message: Message, origin: Origin, cause: number | undefined): void;
}

export interface ProvisioningOptions extends RegisterOptions, HookOptions {
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
  origin: Origin;
  cause: number | undefined;
}

const SigningRequest = z.object({ certificateSigningRequest: z.string() });
const Registration = z.object({
  certificateOwnershipToken: z.string().optional(),
  parameters: z.record(z.string(), z.string()).nullish(),
});

/** @throws Rejection where the payload is no JSON, or not what is asked for */
function read<Schema extends z.ZodType>(schema: Schema, payload: Uint8Array): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    throw badRequest('Failed to parse the request payload.');
  }
}

export function createProvisioning(options: ProvisioningOptions): Provisioning {
  const { authority, registry, bus, clock, metrics, iotLogs, arnPrefix } = options;
  const templates = new Map<string, TemplateDeclaration>();
  const register = createRegister(options);
  // "the certificate is deleted" where it is attached to nothing by the time the token expires
  const tokens = createOwnershipTokens(options, (id) => registry.removeCertificate(id));

  const count = (name: string, value: number, tags: Record<string, string> = {}) =>
    metrics.record({ metric: `aws.iot.${name}`, tags, value, at: clock.now() });

  const addPending = (pem: string, owner: Origin) => {
    const id = certificateId(pem);
    registry.addCertificate({ id, arn: `${arnPrefix}:cert/${id}`, pem, status: 'PENDING_ACTIVATION' });
    return { certificateId: id, certificatePem: pem, certificateOwnershipToken: tokens.issue(id, owner) };
  };

  const createFromCsr = async ({ payload, origin }: Request) => {
    const { certificateSigningRequest } = read(SigningRequest, payload);
    const pem = await authority.signRequest(certificateSigningRequest).catch((error: unknown) => {
      throw new Rejection(400, 'InvalidCertificateSigningRequest', invalidSigningRequest(error));
    });
    return addPending(pem, origin);
  };

  /** AWS IoT makes RSA keys of 2,048 bits; the laptop makes P-256 ones here too. */
  const createKeys = async ({ origin }: Request) => {
    const { csrPem, keyPem } = await makeDeviceRequest('AWS IoT Certificate');
    return { ...addPending(await authority.signRequest(csrPem), origin), privateKey: keyPem };
  };

  const parametersOf = async (
    template: TemplateDeclaration,
    given: Record<string, string>,
    id: string,
    by: Request,
  ) => {
    const own = { 'AWS::IoT::Certificate::Id': id };
    if (template.hook === undefined) return { ...given, ...own };
    const question = {
      claimCertificateId: by.origin.principalId,
      certificateId: id,
      certificatePem: registry.certificate(id)?.pem ?? '',
      templateArn: template.arn,
      clientId: by.origin.clientId,
      parameters: given,
    };
    return { ...given, ...(await askHook(template.hook, question, { ...options, cause: by.cause })), ...own };
  };

  const provision = async (template: TemplateDeclaration, given: Record<string, string>, id: string, by: Request) => {
    const parameters = await parametersOf(template, given, id, by);
    const role = { roleArn: template.roleArn, templateArn: template.arn };
    const made = template.body.evaluate(parameters);
    register(role, id, made);
    const thing = made.thing?.name;
    bus.tell({ kind: 'provisioned', thing: thing ?? 'no thing', template: template.name, certificateId: id }, by.cause);
    iotLogs.write('INFO', 'ProvisionDevice', () => ({
      provisioningTemplateName: template.name,
      deviceCertificateId: id,
    }));
    count('approximate_number_of_things_registered', 1, { claimcertificateid: by.origin.principalId });
    return { deviceConfiguration: made.deviceConfiguration, ...(thing === undefined ? {} : { thingName: thing }) };
  };

  const registerThing = async (name: string, request: Request) => {
    const { certificateOwnershipToken: token, parameters } = read(Registration, request.payload);
    if (token === undefined || token === '') throw noToken();
    const template = templates.get(name);
    if (!template?.enabled) throw notFound(name);
    const ownership = tokens.take(token, request.origin);
    if (ownership === undefined) throw wrongToken();
    try {
      return await provision(template, parameters ?? {}, ownership.certificateId, request);
    } catch (error) {
      tokens.giveBack(token, ownership);
      throw error instanceof TemplateError ? badRequest(error.message) : error;
    }
  };

  /** The operations of the MQTT API, with the metrics of each (developer guide, "Device provisioning metrics"). */
  const operationOf = (operation: 'create' | 'create-from-csr' | 'provision', template: string) =>
    ({
      create: { run: createKeys, failed: 'create_keys_and_certificate_failed', tags: {} },
      'create-from-csr': { run: createFromCsr, failed: 'create_certificate_from_csr_failed', tags: {} },
      provision: {
        run: (request: Request) => registerThing(template, request),
        failed: 'register_thing_failed',
        tags: { templatename: template },
      },
    })[operation];

  const reject = (topic: string, error: unknown, { origin, cause }: Request) => {
    const { statusCode, errorCode, message: errorMessage } = error instanceof Rejection ? error : unexpected(error);
    const said = {
      kind: 'provisioning-refused',
      who: origin.clientId,
      topic,
      errorCode,
      reason: errorMessage,
    } as const;
    bus.tell(said, cause);
    return { statusCode, errorCode, errorMessage };
  };

  return {
    declare: (template) => void templates.set(template.name, template),
    receive({ topic, payload }, origin, cause) {
      const asked = parseProvisioningTopic(topic);
      if (asked === undefined) return;
      if (asked.format !== 'json') {
        bus.tell({ kind: 'note', text: `${topic}: only the JSON format is served on a laptop` }, cause);
        return;
      }
      const request = { payload, origin, cause };
      const { run, failed, tags } = operationOf(asked.operation, asked.template);
      const answer = (stub: 'accepted' | 'rejected', body: object) => {
        count(failed, stub === 'rejected' ? 1 : 0, tags);
        options.answer(origin, { topic: `${topic}/${stub}`, payload: Buffer.from(JSON.stringify(body)) });
      };
      const lasting = run(request).then(async (body) => {
        // what a device is told it has must be there when the platform starts again
        await options.store.written();
        return body;
      });
      lasting.then(
        (body) => answer('accepted', body),
        (error: unknown) => {
          const rejection = reject(topic, error, request);
          if (asked.operation === 'provision')
            iotLogs.write('ERROR', 'ProvisionDevice', () => ({
              provisioningTemplateName: asked.template,
              details: rejection.errorMessage,
            }));
          answer('rejected', rejection);
        },
      );
    },
  };
}

const unexpected = (error: unknown) =>
  new Rejection(500, 'InternalFailure', error instanceof Error ? error.message : String(error));
