import { X509Certificate } from 'node:crypto';
import { createAuthorizer } from '../../authorize';
import { certificateId } from '../../certificates/device-certificates';
import { makeTestAuthority, type TestAuthority } from '../../certificates/test-authority.fixture';
import { start, stopped } from '../../stopped-platform.fixture';
import { memoryStore } from '../../store';
import type { Message } from '../iot-message';
import { type CaCertificate, caCertificatesOf } from '../registry/ca-certificates';
import { createRegistry } from '../registry/thing-registry';
import type { TemplateDeclaration } from './fleet-provisioning';
import { createJustInTime } from './just-in-time';
import { parseTemplate } from './template-body';

const account = '000000000000';
const arnPrefix = `arn:aws:iot:eu-west-1:${account}`;
const roleArn = `arn:aws:iam::${account}:role/provisioning`;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: '*' }] };
const parameter = (name: string) => `AWS::IoT::Certificate::${name}`;

/** Body of a template that creates a thing with the certificate's common name, in the group of its country. */
const templateBody = JSON.stringify({
  Parameters: {
    [parameter('CommonName')]: { Type: 'String' },
    [parameter('Country')]: { Type: 'String' },
    [parameter('Id')]: { Type: 'String' },
  },
  Resources: {
    thing: {
      Type: 'AWS::IoT::Thing',
      Properties: { ThingName: { Ref: parameter('CommonName') }, ThingGroups: [{ Ref: parameter('Country') }] },
    },
    certificate: { Type: 'AWS::IoT::Certificate', Properties: { CertificateId: { Ref: parameter('Id') } } },
    policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: document } },
  },
});

let maker: TestAuthority;
beforeAll(async () => {
  maker = await makeTestAuthority('maker');
});

/** Creates a registry with the maker's CA. */
function factory(changes: Partial<CaCertificate> = {}, template?: TemplateDeclaration) {
  const parts = { ...stopped(), store: memoryStore() };
  const registry = createRegistry(parts.store, parts.clock);
  const authorizer = createAuthorizer(parts.store, parts.clock, registry);
  registry.addGroup('JP');
  const published: Message[] = [];
  const authorities = caCertificatesOf(parts);
  authorities.set({
    id: 'ca',
    arn: `${arnPrefix}:cacert/ca`,
    pem: maker.certificatePem,
    status: 'ACTIVE',
    mode: 'DEFAULT',
    autoRegistration: true,
    createdAt: start,
    modifiedAt: start,
    ...changes,
  });
  const { receive } = createJustInTime({
    ...parts,
    registry,
    authorizer,
    arnPrefix,
    account,
    authorities,
    provisioning: { template: (name) => (name === template?.name ? template : undefined) },
    publish: (message) => void published.push(message),
  });
  const connect = (pem: string) => receive(new X509Certificate(pem).raw);
  const events = () => published.map(({ topic, payload }) => ({ topic, ...JSON.parse(String(payload)) }));
  return { ...parts, registry, authorizer, connect, events };
}

const subject = 'CN=sensor-1, C=JP';

describe('a CA with automatic registration', () => {
  test('registers the certificate of a device that connects for the first time, and publishes an event', async () => {
    const { certificatePem } = await maker.issue('sensor-1');
    const id = certificateId(certificatePem);
    const { connect, registry, events, clock } = factory();
    expect(connect(certificatePem)).toBe(true);
    expect(registry.certificate(id)).toMatchObject({ status: 'PENDING_ACTIVATION', authority: 'ca' });
    const event = {
      topic: '$aws/events/certificates/registered/ca',
      certificateId: id,
      caCertificateId: 'ca',
      timestamp: start,
      certificateStatus: 'PENDING_ACTIVATION',
      awsAccountId: account,
      certificateRegistrationTimestamp: String(start),
    };
    expect(events()).toEqual([event]);
    await clock.advance(1000);
    expect(connect(certificatePem)).toBe(true);
    expect(events()).toEqual([event, { ...event, timestamp: start + 1000 }]);
    registry.setStatus(id, 'ACTIVE');
    expect(connect(certificatePem)).toBe(false);
    expect(events()).toHaveLength(2);
  });

  test.each([
    ['if it is inactive', { status: 'INACTIVE' }],
    ['if automatic registration is disabled', { autoRegistration: false }],
  ] as const)('registers nothing %s', async (_, changes) => {
    const { certificatePem } = await maker.issue('sensor-1');
    const { connect, registry, events } = factory(changes);
    expect(connect(certificatePem)).toBe(false);
    expect([registry.certificates(), events()]).toEqual([[], []]);
  });

  test('registers no certificate that has expired or was signed by another CA', async () => {
    const { connect, registry } = factory();
    expect(connect((await maker.issue('sensor-1', { notAfter: new Date('2021-01-01') })).certificatePem)).toBe(false);
    expect(connect((await (await makeTestAuthority('maker')).issue('sensor-1')).certificatePem)).toBe(false);
    expect(registry.certificates()).toEqual([]);
  });
});

describe('a CA with a provisioning template', () => {
  test('creates the thing and the policy, and activates the certificate', async () => {
    const { certificatePem } = await maker.issue('sensor-1', { subject });
    const id = certificateId(certificatePem);
    const { connect, registry, authorizer, emitted, metrics } = factory({ registration: { templateBody, roleArn } });
    expect(connect(certificatePem)).toBe(true);
    expect(registry.certificate(id)?.status).toBe('ACTIVE');
    expect(registry.thingsOf(id)).toEqual(['sensor-1']);
    expect(registry.groupsOf('sensor-1')).toEqual(['JP']);
    expect(authorizer.iotPoliciesOf(id)).toHaveLength(1);
    expect(emitted).toContainEqual(expect.objectContaining({ kind: 'provisioned', thing: 'sensor-1' }));
    expect(metrics.series('aws.iot.provision_thing_success')).toHaveLength(1);
    expect(connect(certificatePem)).toBe(false);
  });

  test("a CA can refer to a template by the template's name", async () => {
    const { certificatePem } = await maker.issue('sensor-1', { subject });
    const template: TemplateDeclaration = {
      name: 'factory',
      arn: `${arnPrefix}:provisioningtemplate/factory`,
      type: 'JITP',
      enabled: true,
      roleArn,
      body: parseTemplate(templateBody),
      hook: undefined,
    };
    const registration = { templateName: 'factory' };
    const { connect, registry } = factory({ registration }, template);
    connect(certificatePem);
    expect(registry.things()).toEqual(['sensor-1']);
    const disabled = factory({ registration }, { ...template, enabled: false });
    disabled.connect(certificatePem);
    expect(disabled.registry.things()).toEqual([]);
  });

  test('leaves the certificate pending if the certificate lacks a parameter, and explains the failure', async () => {
    const { certificatePem } = await maker.issue('sensor-1');
    const { connect, registry, emitted, metrics } = factory({ registration: { templateBody, roleArn } });
    expect(connect(certificatePem)).toBe(true);
    expect(registry.certificate(certificateId(certificatePem))?.status).toBe('PENDING_ACTIVATION');
    expect(registry.things()).toEqual([]);
    expect(emitted).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining(`no value for the parameter ${parameter('Country')}`) }),
    );
    expect(metrics.series('aws.iot.provision_thing_client_error')).toHaveLength(1);
  });

  test('changes nothing if the role lacks a permission', async () => {
    const { certificatePem } = await maker.issue('sensor-1', { subject });
    const { connect, registry, authorizer, emitted } = factory({ registration: { templateBody, roleArn } });
    const trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'iot.amazonaws.com' } }],
    });
    authorizer.roles.declare({ name: 'provisioning', arn: roleArn, trust, boundary: undefined });
    connect(certificatePem);
    expect(registry.things()).toEqual([]);
    expect(emitted).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('not authorized to perform: iot:DescribeCertificate') }),
    );
  });
});
