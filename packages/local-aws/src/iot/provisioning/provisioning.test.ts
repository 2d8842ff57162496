import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { z } from 'zod';
import { type Authority, makeDeviceRequest, openAuthority } from '../../certificates/authority';
import type { Clock } from '../../clock';
import { handmadeLambda } from '../../lambda/handmade.fixture';
import type { MetricStore } from '../../metrics';
import { start, stopped } from '../../stopped.fixture';
import type { Origin } from '../message';
import { createRegistry } from '../registry/registry';
import { createProvisioning } from './provisioning';
import { parseTemplate } from './template';

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
  parseTemplate(
    JSON.stringify({
      Parameters: { SerialNumber: { Type: 'String' }, Room: { Type: 'String', Default: 'hall' } },
      Resources: { thing, certificate, policy: named, ...resources },
    }),
  );

interface Given {
  resources?: object;
  hook?: (event: unknown) => unknown;
  enabled?: boolean;
  /** What takes real time is over at once. */
  late?: boolean;
}

const Token = z.object({ certificateOwnershipToken: z.string(), certificateId: z.string() });
const me: Origin = { clientId: 'provisioning-A1', principalId: 'claim' };

function platform({ resources, hook, enabled = true, late = false }: Given = {}) {
  const parts = stopped();
  const registry = createRegistry(parts.store);
  const { lambda, invoked } = handmadeLambda((event) => hook?.(event));
  const answers: { to: Origin; topic: string; body: unknown }[] = [];
  const at = parts.clock;
  const real: Clock['real'] = {
    now: at.real.now,
    after: late ? (_milliseconds, run) => at.real.after(0, run) : at.real.after,
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
      void answers.push({ to, topic, body: JSON.parse(Buffer.from(payload).toString('utf8')) }),
  });
  registry.addThingType('light');
  registry.addGroup('lights');
  registry.addPolicy('device', policy);
  provisioning.declare({
    name: 'light',
    arn: `${iot}:provisioningtemplate/light`,
    enabled,
    roleArn,
    body: template(resources),
    hook: hook === undefined ? undefined : 'hook',
  });

  const answered = async (count: number) => {
    const deadline = performance.now() + 5_000;
    while (answers.length < count) {
      if (performance.now() > deadline) throw new Error(`${answers.length} answers instead of ${count}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  /** What is answered to that connection. */
  const ask = async (topic: string, payload: object | string, origin = me): Promise<[string, unknown]> => {
    const before = answers.length;
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    provisioning.receive({ topic, payload: Buffer.from(text) }, origin, undefined);
    await answered(before + 1);
    const { to, topic: answer = '', body } = answers[before] ?? {};
    expect(to).toEqual(origin);
    return [answer.slice(topic.length + 1), body];
  };
  const certify = async (origin = me) => {
    const question = { certificateSigningRequest: request.csrPem };
    const [, body] = await ask('$aws/certificates/create-from-csr/json', question, origin);
    return Token.parse(body);
  };
  const register = (certificateOwnershipToken: string, parameters: object = { SerialNumber: 'A1' }, of = 'light') =>
    ask(`$aws/provisioning-templates/${of}/provision/json`, { certificateOwnershipToken, parameters });
  return { ...parts, registry, invoked, provisioning, ask, certify, register, answers, answered };
}

const counted = (metrics: MetricStore, name: string) =>
  metrics.series(`aws.iot.${name}`).map(({ tags, minutes }) => ({ tags, sum: minutes[0]?.sum }));

describe('create-from-csr', () => {
  test('gives a certificate that is not active before it has its thing', async () => {
    const { registry, certify, metrics } = platform();
    const { certificateId } = await certify();
    expect(registry.certificate(certificateId)).toMatchObject({ status: 'PENDING_ACTIVATION' });
    expect(counted(metrics, 'create_certificate_from_csr_failed')).toEqual([{ tags: {}, sum: 0 }]);
  });

  test.each([
    ['{', 'InvalidRequest'],
    ['{}', 'InvalidRequest'],
    ['{"certificateSigningRequest":"none"}', 'InvalidCertificateSigningRequest'],
  ])('%s is rejected with %s, and counted', async (payload, errorCode) => {
    const { ask, metrics } = platform();
    const [stub, body] = await ask('$aws/certificates/create-from-csr/json', payload);
    expect([stub, body]).toEqual(['rejected', { statusCode: 400, errorCode, errorMessage: expect.any(String) }]);
    expect(counted(metrics, 'create_certificate_from_csr_failed')).toEqual([{ tags: {}, sum: 1 }]);
  });

  test('rejects an RSA key of less than 2,048 bits, and says why', async () => {
    const algorithm = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      modulusLength: 1_024,
      publicExponent: new Uint8Array([1, 0, 1]),
    };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const weak = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
    const question = { certificateSigningRequest: weak.toString('pem') };
    const [stub, body] = await platform().ask('$aws/certificates/create-from-csr/json', question);
    expect([stub, body]).toEqual([
      'rejected',
      {
        statusCode: 400,
        errorCode: 'InvalidCertificateSigningRequest',
        errorMessage: expect.stringContaining('its key is RSA with 1024 bits'),
      },
    ]);
  });
});

describe('create', () => {
  test('makes the key too, and the token is as good', async () => {
    const { ask, register } = platform();
    const [stub, body] = await ask('$aws/certificates/create/json', '');
    expect([stub, body]).toEqual([
      'accepted',
      expect.objectContaining({ privateKey: expect.stringMatching(/PRIVATE KEY/) }),
    ]);
    const [registered] = await register(Token.parse(body).certificateOwnershipToken);
    expect(registered).toBe('accepted');
  });
});

test('what is asked in CBOR is not answered, and why is said', () => {
  const { provisioning, answers, told } = platform();
  provisioning.receive({ topic: '$aws/certificates/create/cbor', payload: Buffer.alloc(0) }, me, undefined);
  expect(answers).toEqual([]);
  expect(told).toMatchObject([{ kind: 'note', text: expect.stringContaining('only the JSON format is served') }]);
});

test('an answer asks for nothing', () => {
  const { provisioning, answers, told } = platform();
  provisioning.receive({ topic: '$aws/certificates/create/json/accepted', payload: Buffer.alloc(0) }, me, undefined);
  expect([answers, told]).toEqual([[], []]);
});

describe('provision', () => {
  test('makes thing, group and attributes, attaches the policy, and the certificate is active', async () => {
    const { registry, authorizer, certify, register, metrics, told } = platform();
    const { certificateId, certificateOwnershipToken } = await certify();
    const answer = await register(certificateOwnershipToken);
    expect(answer).toEqual(['accepted', { deviceConfiguration: {}, thingName: 'A1' }]);
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
    expect(told).toMatchObject([{ kind: 'provisioned', thing: 'A1', template: 'light', certificateId }]);
  });

  test('leaves the certificate inactive where the template says so, and takes a policy by its document', async () => {
    const inactive = { ...certificate, Properties: { ...certificate.Properties, Status: 'INACTIVE' } };
    const document = { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: policy } };
    const { registry, certify, register } = platform({ resources: { certificate: inactive, policy: document } });
    const { certificateId, certificateOwnershipToken } = await certify();
    expect(await register(certificateOwnershipToken)).toEqual(['accepted', expect.anything()]);
    expect(registry.certificate(certificateId)?.status).toBe('INACTIVE');
  });

  test('the certificate of a token that nobody used is gone after an hour', async () => {
    const { registry, clock, certify, register } = platform();
    const { certificateId, certificateOwnershipToken } = await certify();
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
    ['a template that is not there', {}, {}, 'other', 404, 'ResourceNotFound'],
    ['a template that is not enabled', { enabled: false }, {}, 'light', 404, 'ResourceNotFound'],
    ['a parameter that is missing', {}, {}, 'light', 400, 'InvalidRequest'],
    ['a name that none can have', {}, { SerialNumber: 'a b' }, 'light', 400, 'InvalidRequest'],
    [
      'a policy that is not there',
      { resources: { policy: { ...named, Properties: { PolicyName: 'none' } } } },
      { SerialNumber: 'A1' },
      'light',
      400,
      'ResourceRegistrationFailure',
    ],
  ] as const)(
    '%s is rejected, nothing is made, and the token stays good',
    async (_what, given, parameters, of, statusCode, errorCode) => {
      const { registry, certify, register, metrics } = platform(given);
      const { certificateId, certificateOwnershipToken } = await certify();
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

  test('of two requests with one token at once, one is answered with a thing', async () => {
    const { certify, provisioning, answers, answered } = platform({ hook: () => ({ allowProvisioning: true }) });
    const { certificateOwnershipToken } = await certify();
    const topic = '$aws/provisioning-templates/light/provision/json';
    const payload = Buffer.from(JSON.stringify({ certificateOwnershipToken, parameters: { SerialNumber: 'A1' } }));
    for (const _ of [1, 2]) provisioning.receive({ topic, payload }, me, undefined);
    await answered(3);
    expect(
      answers
        .slice(1)
        .map((answer) => answer.topic)
        .sort(),
    ).toEqual([`${topic}/accepted`, `${topic}/rejected`]);
  });
});

describe('the hook', () => {
  test('is asked with what AWS IoT tells it, in the name of the template', async () => {
    const { certify, register, invoked, registry } = platform({ hook: () => ({ allowProvisioning: true }) });
    const { certificateId, certificateOwnershipToken } = await certify();
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

  test('may say more than the device, and otherwise, but not whose certificate it is', async () => {
    const parameterOverrides = { Room: 'cellar', 'AWS::IoT::Certificate::Id': 'stolen' };
    const { certify, register, registry } = platform({ hook: () => ({ allowProvisioning: true, parameterOverrides }) });
    const { certificateId, certificateOwnershipToken } = await certify();
    await register(certificateOwnershipToken, { SerialNumber: 'A1', Room: 'hall' });
    expect(registry.thing('A1')?.attributes).toEqual({ room: 'cellar' });
    expect(registry.thingsOf(certificateId)).toEqual(['A1']);
  });

  test.each([
    ['says no', { hook: () => ({ allowProvisioning: false }) }],
    ['says yes as a text', { hook: () => ({ allowProvisioning: 'true' }) }],
    ['says nothing', { hook: () => undefined }],
    [
      'fails',
      {
        hook: () => {
          throw new Error('no table');
        },
      },
    ],
    ['takes more than five seconds', { late: true, hook: () => new Promise(() => undefined) }],
  ])('that %s lets nobody in', async (_what, given) => {
    const { certify, register, registry, told } = platform(given);
    const { certificateOwnershipToken } = await certify();
    const [stub, body] = await register(certificateOwnershipToken);
    expect([stub, body]).toEqual([
      'rejected',
      { statusCode: 403, errorCode: 'AccessDenied', errorMessage: 'Access Denied' },
    ]);
    expect(registry.things()).toEqual([]);
    expect(told).toMatchObject([{ kind: 'provisioning-refused', who: 'provisioning-A1', errorCode: 'AccessDenied' }]);
  });
});

describe('a thing that is there', () => {
  const again = async (settings: object) => {
    const { registry, certify, register } = platform({
      resources: { thing: { ...thing, OverrideSettings: settings } },
    });
    registry.addThing('A1', { type: 'heater', attributes: { room: 'attic', floor: '3' } });
    const { certificateOwnershipToken } = await certify();
    const [stub, body] = await register(certificateOwnershipToken, { SerialNumber: 'A1', Room: 'hall' });
    return { stub, body, thing: registry.thing('A1'), groups: registry.groupsOf('A1') };
  };

  test('stays as it is', async () => {
    const { thing: kept, groups } = await again({});
    expect([kept, groups]).toEqual([{ type: 'heater', attributes: { room: 'attic', floor: '3' } }, []]);
  });

  test.each([
    ['REPLACE', { room: 'hall' }],
    ['MERGE', { room: 'hall', floor: '3' }],
  ])('is changed as its settings say: %s', async (AttributePayload, attributes) => {
    const settings = { AttributePayload, ThingTypeName: 'REPLACE', ThingGroups: 'MERGE' };
    const { thing: changed, groups } = await again(settings);
    expect([changed, groups]).toEqual([{ type: 'light', attributes }, ['lights']]);
  });

  test('or the device is rejected: FAIL', async () => {
    const { stub, body, thing: kept } = await again({ ThingTypeName: 'FAIL' });
    const errorMessage = 'thing A1 exists already';
    expect([stub, body]).toEqual([
      'rejected',
      { statusCode: 400, errorCode: 'ResourceRegistrationFailure', errorMessage },
    ]);
    expect(kept?.type).toBe('heater');
  });
});

describe('the role of a template', () => {
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
    const { authorizer, registry, certify, register } = platform();
    authorizer.roles.declare({ arn: roleArn, name: 'provisioning', trust, boundary: undefined });
    const Statement = rights.map(([Action, resource]) => ({ Effect: 'Allow', Action, Resource: `${iot}:${resource}` }));
    authorizer.roles.putPolicy('provisioning', {
      name: 'rights',
      document: JSON.stringify({ Version: '2012-10-17', Statement }),
    });
    const [stub, body] = await register((await certify()).certificateOwnershipToken);
    return { stub, said: JSON.stringify(body), things: registry.things() };
  };

  test('needs what the template makes', async () => {
    expect(await provisionWith(needed)).toMatchObject({ stub: 'accepted', things: ['A1'] });
  });

  test.each(needed)('without %s on %s nothing is made, and the device hears why', async (action, resource) => {
    const { stub, said, things } = await provisionWith(needed.filter(([a, r]) => a !== action || r !== resource));
    expect({ stub, things }).toEqual({ stub: 'rejected', things: [] });
    expect(said).toContain(
      `assumed-role/provisioning/provisioning is not authorized to perform: ${action} on resource`,
    );
  });
});
