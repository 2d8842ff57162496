import { makeTestAuthority } from '../../certificates/test-authority.fixture';
import { closeControlPlanes, controlPlane, document, openControlPlanes, signingRequest } from './control-plane.fixture';

beforeAll(openControlPlanes);
afterAll(closeControlPlanes);

const prefix = 'arn:aws:iot:eu-west-1:000000000000';
const thing = {
  Type: 'AWS::IoT::Thing',
  Properties: {
    ThingName: { Ref: 'Name' },
    ThingTypeName: 'light',
    ThingGroups: ['lights'],
    BillingGroup: 'costs',
    AttributePayload: { room: 'hall' },
  },
};
const bySigningRequest = {
  Type: 'AWS::IoT::Certificate',
  Properties: { CertificateSigningRequest: { Ref: 'CSR' }, ThingPrincipalType: 'EXCLUSIVE_THING' },
};
const withPolicy = { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: document } };
const templateOf = (Resources: object) =>
  JSON.stringify({
    Parameters: { Name: { Type: 'String', Default: 'light-2' }, CSR: { Type: 'String', Default: '' } },
    Resources,
  });

type Plane = ReturnType<typeof controlPlane>;
/** Creates a control plane with the type, group and billing group of the template. */
async function prepared(): Promise<Plane> {
  const plane = controlPlane();
  plane.registry.addThingType('light');
  plane.registry.addGroup('lights');
  await plane.call('POST', '/billing-groups/costs');
  return plane;
}
const register = ({ call }: Plane, resources: object, parameters: object = { CSR: signingRequest() }) =>
  call('POST', '/things', { json: { templateBody: templateOf(resources), parameters } });
/** Returns everything that a registration can create. */
const contentOf = ({ registry }: Plane) => [registry.things(), registry.certificates(), registry.policies()];

describe('RegisterThing', () => {
  test('creates the thing, its certificate for the signing request, the policy and the attachments', async () => {
    const plane = await prepared();
    const { status, body } = await register(plane, { it: thing, own: bySigningRequest, policy: withPolicy });
    expect([status, body]).toEqual([
      200,
      {
        certificatePem: expect.stringContaining('BEGIN CERTIFICATE'),
        resourceArns: {
          it: `${prefix}:thing/light-2`,
          own: expect.stringMatching(new RegExp(`^${prefix}:cert/[0-9a-f]{64}$`)),
          policy: expect.stringMatching(new RegExp(`^${prefix}:policy/[0-9a-f]{64}$`)),
        },
      },
    ]);
    const id = String(body.resourceArns.own).split('/').at(-1) ?? '';
    expect(plane.registry.certificate(id)).toMatchObject({ status: 'ACTIVE', pem: body.certificatePem });
    expect(plane.registry.exclusiveThingOf(id)).toBe('light-2');
    expect(plane.authorizer.iotPoliciesOf(id)).toEqual([String(body.resourceArns.policy).split('/').at(-1)]);
    expect((await plane.call('GET', '/things/light-2')).body).toMatchObject({
      thingTypeName: 'light',
      attributes: { room: 'hall' },
      billingGroupName: 'costs',
    });
    expect((await plane.call('GET', '/things/light-2/thing-groups')).body.thingGroups).toMatchObject([
      { groupName: 'lights' },
    ]);
  });

  test('accepts the ID of an existing certificate, and a certificate of a registered CA', async () => {
    const plane = await prepared();
    const { id, arn } = await plane.createCertificate();
    const byId = { Type: 'AWS::IoT::Certificate', Properties: { CertificateId: id, Status: 'INACTIVE' } };
    expect((await register(plane, { byId })).body.resourceArns).toEqual({ byId: arn });
    expect(plane.registry.certificate(id)?.status).toBe('INACTIVE');
    const authority = await makeTestAuthority('maker');
    const caCertificate = authority.certificatePem;
    await plane.call('POST', '/cacertificate?setAsActive=true', {
      json: { caCertificate, certificateMode: 'SNI_ONLY' },
    });
    const { certificatePem } = await authority.issue('sensor-1');
    const Properties = { CertificatePem: certificatePem, CACertificatePem: caCertificate };
    const { body } = await register(plane, { own: { Type: 'AWS::IoT::Certificate', Properties } });
    expect(body.certificatePem).toBe(certificatePem);
  });

  test('creates a thing without a certificate', async () => {
    const plane = await prepared();
    expect((await register(plane, { it: thing }, {})).body).toEqual({
      resourceArns: { it: `${prefix}:thing/light-2` },
    });
  });

  const properties = (more: object) => ({ ...thing, Properties: { ...thing.Properties, ...more } });
  const failure = 'ResourceRegistrationFailureException';
  test.each([
    ['an unknown thing type', { it: properties({ ThingTypeName: 'x' }), own: bySigningRequest }, failure],
    ['an unknown group', { it: properties({ ThingGroups: ['x'] }), own: bySigningRequest }, failure],
    ['an unknown billing group', { it: properties({ BillingGroup: 'x' }), own: bySigningRequest }, failure],
    [
      'an unknown policy',
      { own: bySigningRequest, policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'x' } } },
      failure,
    ],
    [
      'a malformed policy',
      { it: thing, own: bySigningRequest, policy: { ...withPolicy, Properties: { PolicyDocument: '{}' } } },
      failure,
    ],
    [
      'a policy over 2,048 characters',
      { own: bySigningRequest, policy: { ...withPolicy, Properties: { PolicyDocument: { Id: 'x'.repeat(2048) } } } },
      'the policy exceeds 2048 characters',
    ],
    [
      'an existing thing that must not be changed',
      {
        it: { ...properties({ ThingName: 'light-1' }), OverrideSettings: { AttributePayload: 'FAIL' } },
        own: bySigningRequest,
      },
      failure,
    ],
    ['an unknown certificate', { own: { ...bySigningRequest, Properties: { CertificateId: 'x' } } }, failure],
    [
      'a malformed signing request',
      { it: thing, own: { ...bySigningRequest, Properties: { CertificateSigningRequest: 'x' } } },
      'InvalidRequestException',
    ],
    [
      'a malformed certificate',
      { it: thing, own: { ...bySigningRequest, Properties: { CertificatePem: 'x' } } },
      'CertificateValidationException',
    ],
    [
      'a parameter without a value',
      { it: properties({ ThingName: { Ref: 'Other' } }) },
      'Parameter Other must have a value',
    ],
    ['an unknown resource', { it: { Type: 'AWS::S3::Bucket' } }, 'Invalid template body'],
  ])('rejects %s, and creates nothing', async (_, resources, reason) => {
    const plane = await prepared();
    const before = contentOf(plane);
    expect(await register(plane, resources)).toEqual({ status: 400, body: expect.stringContaining(reason) });
    expect(contentOf(plane)).toEqual(before);
  });
});

describe('CreateProvisioningClaim', () => {
  const createTemplate = ({ call }: Plane, more: object = {}) =>
    call('POST', '/provisioning-templates', {
      json: {
        templateName: 'fleet',
        templateBody: templateOf({ it: thing }),
        provisioningRoleArn: 'arn:aws:iam::000000000000:role/provisioning',
        enabled: true,
        ...more,
      },
    });
  const claim = ({ call }: Plane) => call('POST', '/provisioning-templates/fleet/provisioning-claim');

  test('returns a certificate that is not listed, and that expires after five minutes', async () => {
    const plane = controlPlane();
    await createTemplate(plane);
    const { body } = await claim(plane);
    expect(body).toEqual({
      certificateId: expect.stringMatching(/^[0-9a-f]{64}$/),
      certificatePem: expect.stringContaining('BEGIN CERTIFICATE'),
      keyPair: { PublicKey: expect.stringContaining('BEGIN PUBLIC'), PrivateKey: expect.stringContaining('BEGIN') },
      expiration: plane.clock.now() / 1000 + 300,
    });
    const id = String(body.certificateId);
    expect(plane.registry.certificate(id)?.status).toBe('ACTIVE');
    expect((await plane.call('GET', '/certificates')).body.certificates).toEqual([]);
    await plane.clock.advance(299_999);
    expect(plane.registry.certificate(id)).toBeDefined();
    await plane.clock.advance(1);
    expect(plane.registry.certificate(id)).toBeUndefined();
    expect(plane.authorizer.iotPoliciesOf(id)).toEqual([]);
    expect(plane.disconnected).toEqual([id]);
  });

  test.each([
    ['is unknown', undefined, 404],
    ['is disabled', { enabled: false }, 400],
    ['is for just-in-time provisioning', { type: 'JITP' }, 400],
  ])('fails if the template %s', async (_, more, status) => {
    const plane = controlPlane();
    if (more !== undefined) await createTemplate(plane, more);
    expect((await claim(plane)).status).toBe(status);
  });
});
