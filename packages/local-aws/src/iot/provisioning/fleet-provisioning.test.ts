import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { decodeFirstSync, encode } from 'cbor';
import { z } from 'zod';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import type { Clock } from '../../clock';
import { fakeLambda } from '../../lambda/fake-lambda.fixture';
import type { MetricStore } from '../../metrics';
import { start, stopped } from '../../stopped-platform.fixture';
import type { Origin } from '../iot-message';
import { provisioningTemplatesOf } from '../registry/provisioning-templates';
import { createRegistry } from '../registry/thing-registry';
import { createProvisioning } from './fleet-provisioning';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-provisioning-'));
let authority: Authority;
let request: { csrPem: string; keyPem: string };
beforeAll(async () => {
  authority = await openAuthority(folder, start);
  request = await makeDeviceRequest('A1');
});
afterAll(() => rmSync(folder, { recursive: true }));

const account = '000000000000';
const iot = `arn:aws:iot:eu-west-1:${account}`;
const roleArn = `arn:aws:iam::${account}:role/provisioning`;
const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}';

const thing = {
  Type: 'AWS::IoT::Thing',
  Properties: {
    ThingName: { Ref: 'SerialNumber' },
    ThingTypeName: 'light',
    ThingGroups: ['lights'],
    AttributePayload: { room: { Ref: 'Room' } },
  },
};
const certificate = {
  Type: 'AWS::IoT::Certificate',
  Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' } },
};
const named = { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'device' } };
const template = (resources: object = {}) =>
  JSON.stringify({
    Parameters: { SerialNumber: { Type: 'String' }, Room: { Type: 'String', Default: 'hall' } },
    Resources: { thing, certificate, policy: named, ...resources },
  });

interface PlatformOptions {
  resources?: object;
  hook?: (event: unknown) => unknown;
  enabled?: boolean;
  /** Whether real-time timeouts expire immediately. */
  expireTimeouts?: boolean;
}

const Token = z.object({ certificateOwnershipToken: z.string(), certificateId: z.string() });
const device: Origin = { clientId: 'provisioning-A1', principalId: 'claim' };

function platform({ resources, hook, enabled = true, expireTimeouts = false }: PlatformOptions = {}) {
  const parts = stopped();
  const registry = createRegistry(parts.store, parts.clock);
  const { lambda, invoked } = fakeLambda((event) => hook?.(event));
  const responses: { to: Origin; topic: string; body: unknown }[] = [];
  const at = parts.clock;
  const real: Clock['real'] = {
    now: at.real.now,
    after: expireTimeouts ? (_milliseconds, run) => at.real.after(0, run) : at.real.after,
  };
  const provisioning = createProvisioning({
    ...parts,
    clock: { ...at, now: at.now, real },
    authority,
    registry,
    lambda,
    arnPrefix: iot,
    account,
    answer: (to, { topic, payload }) =>
      void responses.push({
        to,
        topic,
        body: topic.includes('/cbor/') ? decodeFirstSync(payload) : JSON.parse(Buffer.from(payload).toString('utf8')),
      }),
  });
  registry.addThingType('light');
  registry.addGroup('lights');
  registry.addPolicy('device', policy);
  provisioningTemplatesOf(parts).declare({
    type: 'FLEET_PROVISIONING',
    name: 'light',
    arn: `${iot}:provisioningtemplate/light`,
    description: undefined,
    isEnabled: enabled,
    roleArn,
    body: template(resources),
    hook: hook === undefined ? undefined : 'hook',
  });

  const waitForResponses = async (count: number) => {
    const deadline = performance.now() + 5_000;
    while (responses.length < count) {
      if (performance.now() > deadline) throw new Error(`${responses.length} responses instead of ${count}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  /** Sends a request and resolves with the response that its connection receives. */
  const send = async (topic: string, payload: Buffer, origin = device): Promise<[string, unknown]> => {
    const before = responses.length;
    provisioning.receive({ topic, payload }, origin, undefined);
    await waitForResponses(before + 1);
    const { to, topic: response = '', body } = responses[before] ?? {};
    expect(to).toEqual(origin);
    return [response.slice(topic.length + 1), body];
  };
  const exchange = (topic: string, payload: object | string, origin = device) =>
    send(topic, Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)), origin);
  const createCertificate = async (origin = device) => {
    const question = { certificateSigningRequest: request.csrPem };
    const [, body] = await exchange('$aws/certificates/create-from-csr/json', question, origin);
    return Token.parse(body);
  };
  const register = (
    certificateOwnershipToken: string,
    parameters: object = { SerialNumber: 'A1' },
    templateName = 'light',
  ) =>
    exchange(`$aws/provisioning-templates/${templateName}/provision/json`, { certificateOwnershipToken, parameters });
  return {
    ...parts,
    registry,
    invoked,
    provisioning,
    exchange,
    exchangeCbor: send,
    createCertificate,
    register,
    responses,
    waitForResponses,
  };
}

const counted = (metrics: MetricStore, name: string) =>
  metrics.series(`aws.iot.${name}`).map(({ tags, minutes }) => ({ tags, sum: minutes[0]?.sum }));

describe('create-from-csr', () => {
  test('issues a certificate that is inactive until its thing is provisioned', async () => {
    const { registry, createCertificate, metrics } = platform();
    const { certificateId } = await createCertificate();
    expect(registry.certificate(certificateId)).toMatchObject({ status: 'PENDING_ACTIVATION' });
    expect(counted(metrics, 'create_certificate_from_csr_failed')).toEqual([{ tags: {}, sum: 0 }]);
  });

  test.each([
    ['{', 'InvalidRequest'],
    ['{}', 'InvalidRequest'],
    ['{"certificateSigningRequest":"none"}', 'InvalidCertificateSigningRequest'],
  ])('rejects %s with %s and counts it as a failure', async (payload, errorCode) => {
    const { exchange, metrics } = platform();
    const [stub, body] = await exchange('$aws/certificates/create-from-csr/json', payload);
    expect([stub, body]).toEqual(['rejected', { statusCode: 400, errorCode, errorMessage: expect.any(String) }]);
    expect(counted(metrics, 'create_certificate_from_csr_failed')).toEqual([{ tags: {}, sum: 1 }]);
  });

  test('rejects an RSA key of less than 2,048 bits with an error that contains the reason', async () => {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 1_024,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const weak = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
    const question = { certificateSigningRequest: weak.toString('pem') };
    const [stub, body] = await platform().exchange('$aws/certificates/create-from-csr/json', question);
    expect([stub, body]).toEqual([
      'rejected',
      {
        statusCode: 400,
        errorCode: 'InvalidCertificateSigningRequest',
        errorMessage: expect.stringContaining('the key is RSA with 1024 bits'),
      },
    ]);
  });
});

describe('create', () => {
  test('creates a key in addition to the certificate and returns a valid ownership token', async () => {
    const { exchange, register } = platform();
    const [stub, body] = await exchange('$aws/certificates/create/json', '');
    expect([stub, body]).toEqual([
      'accepted',
      expect.objectContaining({ privateKey: expect.stringMatching(/PRIVATE KEY/) }),
    ]);
    const [registered] = await register(Token.parse(body).certificateOwnershipToken);
    expect(registered).toBe('accepted');
  });
});

describe('a device that uses CBOR', () => {
  const csr = () => ({ certificateSigningRequest: request.csrPem });

  test('receives CBOR responses to its requests', async () => {
    const { registry, exchangeCbor } = platform();
    const [created, certificate] = await exchangeCbor('$aws/certificates/create-from-csr/cbor', encode(csr()));
    expect(created).toBe('accepted');
    const { certificateOwnershipToken, certificateId } = Token.parse(certificate);
    const registration = encode({ certificateOwnershipToken, parameters: { SerialNumber: 'A1' } });
    expect(await exchangeCbor('$aws/provisioning-templates/light/provision/cbor', registration)).toEqual([
      'accepted',
      { deviceConfiguration: {}, thingName: 'A1' },
    ]);
    expect(registry.certificate(certificateId)?.status).toBe('ACTIVE');
    const [, keys] = await exchangeCbor('$aws/certificates/create/cbor', Buffer.alloc(0));
    expect(keys).toMatchObject({ privateKey: expect.stringContaining('BEGIN PRIVATE KEY') });
  });

  test.each([
    ['JSON', () => Buffer.from(JSON.stringify(csr()))],
    ['no payload', () => Buffer.alloc(0)],
    ['a truncated payload', () => encode(csr()).subarray(0, 40)],
    ['bytes after the payload', () => Buffer.concat([encode(csr()), Buffer.from([0])])],
    ['a payload with many levels', () => Buffer.alloc(100_000, 0x81)],
    ['an array that declares 4,294,967,295 elements', () => Buffer.from('9affffffff', 'hex')],
    ['another key', () => encode({ csr: request.csrPem })],
    ['a number instead of text', () => encode({ certificateSigningRequest: 1 })],
  ])('receives an error in CBOR if it sends %s', async (_, payload) => {
    const { registry, exchangeCbor } = platform();
    expect(await exchangeCbor('$aws/certificates/create-from-csr/cbor', payload())).toEqual([
      'rejected',
      { statusCode: 400, errorCode: 'InvalidRequest', errorMessage: 'Failed to parse the request payload.' },
    ]);
    expect(registry.certificates()).toEqual([]);
  });
});

test('ignores response topics', () => {
  const { provisioning, responses, emitted } = platform();
  provisioning.receive(
    { topic: '$aws/certificates/create/json/accepted', payload: Buffer.alloc(0) },
    device,
    undefined,
  );
  expect([responses, emitted]).toEqual([[], []]);
});

describe('provision', () => {
  test('creates the thing with its group and attributes, attaches the policy and activates the certificate', async () => {
    const { registry, authorizer, createCertificate, register, metrics, emitted } = platform();
    const { certificateId, certificateOwnershipToken } = await createCertificate();
    const response = await register(certificateOwnershipToken);
    expect(response).toEqual(['accepted', { deviceConfiguration: {}, thingName: 'A1' }]);
    expect(registry.thing('A1')).toMatchObject({ type: 'light', attributes: { room: 'hall' } });
    expect(registry.groupsOf('A1')).toEqual(['lights']);
    expect(registry.thingsOf(certificateId)).toEqual(['A1']);
    expect(registry.certificate(certificateId)?.status).toBe('ACTIVE');
    const principal = { kind: 'certificate', certificateId, context: {} } as const;
    expect(authorizer.authorize({ principal, action: 'iot:Connect', resource: `${iot}:client/A1` }).allowed).toBe(true);
    expect(counted(metrics, 'register_thing_failed')).toEqual([{ tags: { templatename: 'light' }, sum: 0 }]);
    expect(counted(metrics, 'approximate_number_of_things_registered')).toEqual([
      { tags: { claimcertificateid: 'claim' }, sum: 1 },
    ]);
    expect(emitted).toMatchObject([{ kind: 'provisioned', thing: 'A1', template: 'light', certificateId }]);
  });

  test('leaves the certificate inactive if the template specifies this, and accepts a policy document', async () => {
    const inactive = { ...certificate, Properties: { ...certificate.Properties, Status: 'INACTIVE' } };
    const document = { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: policy } };
    const { registry, createCertificate, register } = platform({
      resources: { certificate: inactive, policy: document },
    });
    const { certificateId, certificateOwnershipToken } = await createCertificate();
    expect(await register(certificateOwnershipToken)).toEqual(['accepted', expect.anything()]);
    expect(registry.certificate(certificateId)?.status).toBe('INACTIVE');
  });

  test('deletes a certificate after an hour if its ownership token is not used', async () => {
    const { registry, clock, createCertificate, register } = platform();
    const { certificateId, certificateOwnershipToken } = await createCertificate();
    await clock.advance(3_600_000);
    const [stub, body] = await register(certificateOwnershipToken);
    expect([stub, body]).toEqual([
      'rejected',
      {
        statusCode: 400,
        errorCode: 'InvalidCertificateOwnershipToken',
        errorMessage: 'Certificate ownership token is invalid or has expired.',
      },
    ]);
    expect(registry.certificate(certificateId)).toBeUndefined();
  });

  test.each([
    ['a missing template', {}, {}, 'other', 404, 'ResourceNotFound'],
    ['a disabled template', { enabled: false }, {}, 'light', 404, 'ResourceNotFound'],
    ['a missing parameter', {}, {}, 'light', 400, 'InvalidRequest'],
    ['an invalid thing name', {}, { SerialNumber: 'a b' }, 'light', 400, 'InvalidRequest'],
    [
      'a missing policy',
      { resources: { policy: { ...named, Properties: { PolicyName: 'none' } } } },
      { SerialNumber: 'A1' },
      'light',
      400,
      'ResourceRegistrationFailure',
    ],
  ] as const)(
    'rejects %s without creating any resource, and keeps the token valid',
    async (_what, options, parameters, of, statusCode, errorCode) => {
      const { registry, createCertificate, register, metrics } = platform(options);
      const { certificateId, certificateOwnershipToken } = await createCertificate();
      for (const attempt of [1, 2]) {
        const [stub, body] = await register(certificateOwnershipToken, parameters, of);
        const rejection = { statusCode, errorCode, errorMessage: expect.any(String) };
        expect({ attempt, stub, body }).toEqual({ attempt, stub: 'rejected', body: rejection });
      }
      expect(registry.things()).toEqual([]);
      expect(registry.certificate(certificateId)?.status).toBe('PENDING_ACTIVATION');
      expect(counted(metrics, 'register_thing_failed')).toEqual([{ tags: { templatename: of }, sum: 2 }]);
    },
  );

  test('accepts only one of two concurrent requests with the same token', async () => {
    const { createCertificate, provisioning, responses, waitForResponses } = platform({
      hook: () => ({ allowProvisioning: true }),
    });
    const { certificateOwnershipToken } = await createCertificate();
    const topic = '$aws/provisioning-templates/light/provision/json';
    const payload = Buffer.from(JSON.stringify({ certificateOwnershipToken, parameters: { SerialNumber: 'A1' } }));
    for (const _ of [1, 2]) provisioning.receive({ topic, payload }, device, undefined);
    await waitForResponses(3);
    expect(
      responses
        .slice(1)
        .map((response) => response.topic)
        .sort(),
    ).toEqual([`${topic}/accepted`, `${topic}/rejected`]);
  });
});

describe('the hook', () => {
  test("invokes the hook with AWS IoT's event and the template's principal", async () => {
    const { createCertificate, register, invoked, registry } = platform({ hook: () => ({ allowProvisioning: true }) });
    const { certificateId, certificateOwnershipToken } = await createCertificate();
    await register(certificateOwnershipToken);
    expect(invoked).toEqual([
      {
        functionArn: 'hook',
        event: {
          claimCertificateId: 'claim',
          certificateId,
          certificatePem: registry.certificate(certificateId)?.pem,
          templateArn: `${iot}:provisioningtemplate/light`,
          clientId: 'provisioning-A1',
          parameters: { SerialNumber: 'A1' },
        },
        principal: {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: `${iot}:provisioningtemplate/light`,
          sourceAccount: account,
        },
        cause: undefined,
      },
    ]);
  });

  test('the hook may add parameters and override every parameter except the certificate ID', async () => {
    const parameterOverrides = { Room: 'cellar', 'AWS::IoT::Certificate::Id': 'stolen' };
    const { createCertificate, register, registry } = platform({
      hook: () => ({ allowProvisioning: true, parameterOverrides }),
    });
    const { certificateId, certificateOwnershipToken } = await createCertificate();
    await register(certificateOwnershipToken, { SerialNumber: 'A1', Room: 'hall' });
    expect(registry.thing('A1')?.attributes).toEqual({ room: 'cellar' });
    expect(registry.thingsOf(certificateId)).toEqual(['A1']);
  });

  test.each([
    ['denies provisioning', { hook: () => ({ allowProvisioning: false }) }],
    ['returns allowProvisioning as a string', { hook: () => ({ allowProvisioning: 'true' }) }],
    ['returns nothing', { hook: () => undefined }],
    [
      'fails',
      {
        hook: () => {
          throw new Error('no table');
        },
      },
    ],
    ['takes more than five seconds', { expireTimeouts: true, hook: () => new Promise(() => undefined) }],
  ])('rejects the device if the hook %s', async (_what, options) => {
    const { createCertificate, register, registry, emitted } = platform(options);
    const { certificateOwnershipToken } = await createCertificate();
    const [stub, body] = await register(certificateOwnershipToken);
    expect([stub, body]).toEqual([
      'rejected',
      { statusCode: 403, errorCode: 'AccessDenied', errorMessage: 'Access Denied' },
    ]);
    expect(registry.things()).toEqual([]);
    expect(emitted).toMatchObject([
      { kind: 'provisioning-refused', who: 'provisioning-A1', errorCode: 'AccessDenied' },
    ]);
  });
});

describe('an existing thing', () => {
  const provisionAgain = async (settings: object) => {
    const { registry, createCertificate, register } = platform({
      resources: { thing: { ...thing, OverrideSettings: settings } },
    });
    registry.addThing('A1', { type: 'heater', attributes: { room: 'attic', floor: '3' } });
    const { certificateOwnershipToken } = await createCertificate();
    const [stub, body] = await register(certificateOwnershipToken, { SerialNumber: 'A1', Room: 'hall' });
    return { stub, body, thing: registry.thing('A1'), groups: registry.groupsOf('A1') };
  };

  test('does not change an existing thing by default', async () => {
    const { thing: unchanged, groups } = await provisionAgain({});
    expect([unchanged, groups]).toEqual([{ type: 'heater', attributes: { room: 'attic', floor: '3' } }, []]);
  });

  test.each([
    ['REPLACE', { room: 'hall' }],
    ['MERGE', { room: 'hall', floor: '3' }],
  ])(
    "changes an existing thing according to the template's override settings: %s",
    async (AttributePayload, attributes) => {
      const settings = { AttributePayload, ThingTypeName: 'REPLACE', ThingGroups: 'MERGE' };
      const { thing: changed, groups } = await provisionAgain(settings);
      expect([changed, groups]).toEqual([{ type: 'light', attributes }, ['lights']]);
    },
  );

  test('rejects the device if an override setting of the existing thing is FAIL', async () => {
    const { stub, body, thing: unchanged } = await provisionAgain({ ThingTypeName: 'FAIL' });
    const errorMessage = 'thing A1 already exists';
    expect([stub, body]).toEqual([
      'rejected',
      { statusCode: 400, errorCode: 'ResourceRegistrationFailure', errorMessage },
    ]);
    expect(unchanged?.type).toBe('heater');
  });
});

describe("a template's role", () => {
  const needed = [
    ['iot:DescribeThing', 'thing/A1'],
    ['iot:CreateThing', 'thing/A1'],
    ['iot:DescribeThingType', 'thingtype/light'],
    ['iot:DescribeThingGroup', 'thinggroup/lights'],
    ['iot:AddThingToThingGroup', 'thinggroup/lights'],
    ['iot:AddThingToThingGroup', 'thing/A1'],
    ['iot:DescribeCertificate', 'cert/*'],
    ['iot:UpdateCertificate', 'cert/*'],
    ['iot:AttachThingPrincipal', 'cert/*'],
    ['iot:GetPolicy', 'policy/device'],
    ['iot:AttachPolicy', 'cert/*'],
  ] as const;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'iot.amazonaws.com' }, Action: 'sts:AssumeRole' },
  });
  const provisionWith = async (rights: readonly (readonly [string, string])[]) => {
    const { authorizer, registry, createCertificate, register } = platform();
    authorizer.roles.declare({ arn: roleArn, name: 'provisioning', trust, boundary: undefined });
    const Statement = rights.map(([Action, resource]) => ({ Effect: 'Allow', Action, Resource: `${iot}:${resource}` }));
    authorizer.roles.putPolicy('provisioning', {
      name: 'rights',
      document: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const [stub, body] = await register((await createCertificate()).certificateOwnershipToken);
    return { stub, reason: JSON.stringify(body), things: registry.things() };
  };

  test("the template's role needs permission for every resource that the template creates", async () => {
    expect(await provisionWith(needed)).toMatchObject({ stub: 'accepted', things: ['A1'] });
  });

  test.each(needed)(
    'creates no resource without %s on %s, and the device receives the reason',
    async (action, resource) => {
      const { stub, reason, things } = await provisionWith(needed.filter(([a, r]) => a !== action || r !== resource));
      expect({ stub, things }).toEqual({ stub: 'rejected', things: [] });
      expect(reason).toContain(
        `assumed-role/provisioning/provisioning is not authorized to perform: ${action} on resource`,
      );
    },
  );
});
