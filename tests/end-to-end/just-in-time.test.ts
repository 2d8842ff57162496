import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DescribeCertificateCommand,
  DescribeThingCommand,
  IoTClient,
  ListThingGroupsForThingCommand,
  RegisterCACertificateCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { makeTestAuthority } from '@himeshima/local-aws/fixtures';
import { connectDevice } from '../../devices/device-connection';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';

jest.setTimeout(60_000);

let declared: Awaited<ReturnType<typeof makeTestAuthority>>;
let foreign: ForeignPlatform;
let iot: IoTClient;
beforeAll(async () => {
  declared = await makeTestAuthority('maker');
  foreign = await startForeignPlatform({
    resource: {
      aws_iot_ca_certificate: {
        maker: {
          ca_certificate_pem: declared.certificatePem,
          certificate_mode: 'SNI_ONLY',
          active: true,
          allow_auto_registration: true,
          registration_config: { template_body: templateOf('sensors'), role_arn: provisioningRole },
        },
      },
      aws_iot_thing_group: { sensors: { name: 'sensors' } },
    },
  });
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials, maxAttempts: 1 });
}, 60_000);
afterAll(async () => {
  iot?.destroy();
  await foreign?.stop();
});

const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
});
const connect = (thing: string, { certificatePem, keyPem }: { certificatePem: string; keyPem: string }) =>
  connectDevice(foreign.platform.mqttUrl, {
    thing,
    certificate: certificatePem,
    key: keyPem,
    authority: readFileSync(join(foreign.platform.directory, 'ca.pem'), 'utf8'),
  });

const provisioningRole = 'arn:aws:iam::000000000000:role/provisioning';

/** Returns a template that creates a thing with the certificate's common name. */
function templateOf(...groups: string[]): string {
  const common = 'AWS::IoT::Certificate::CommonName';
  const id = 'AWS::IoT::Certificate::Id';
  return JSON.stringify({
    Parameters: { [common]: { Type: 'String' }, [id]: { Type: 'String' } },
    Resources: {
      thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: common }, ThingGroups: groups } },
      certificate: { Type: 'AWS::IoT::Certificate', Properties: { CertificateId: { Ref: id }, Status: 'ACTIVE' } },
      policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: policyDocument } },
    },
  });
}

/** Registers a CA with automatic registration. */
async function registerAuthority(registrationConfig?: { templateBody: string; roleArn: string }) {
  const authority = await makeTestAuthority('maker');
  const { certificateId } = await iot.send(
    new RegisterCACertificateCommand({
      caCertificate: authority.certificatePem,
      certificateMode: 'SNI_ONLY',
      setAsActive: true,
      allowAutoRegistration: true,
      registrationConfig,
    }),
  );
  return { authority, certificateId };
}

describe('a device that connects for the first time', () => {
  test('registers a new device, and accepts it once a backend has activated the certificate in response to the event', async () => {
    const { authority, certificateId: caCertificateId } = await registerAuthority();
    const own = await authority.issue('sensor-1');
    const { platform } = foreign;
    await expect(connect('sensor-1', own)).rejects.toThrow();
    await platform.event(
      ({ reason }) => typeof reason === 'string' && reason.includes('registered automatically'),
      'the rejection explains the registration',
    );
    const certificateId = createHash('sha256').update(new X509Certificate(own.certificatePem).raw).digest('hex');
    const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
    expect(certificateDescription).toMatchObject({ status: 'PENDING_ACTIVATION', caCertificateId });
    await iot.send(new CreatePolicyCommand({ policyName: 'device', policyDocument }));
    await iot.send(new AttachPolicyCommand({ policyName: 'device', target: certificateDescription?.certificateArn }));
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }));
    const client = await connect('sensor-1', own);
    expect(client.connected).toBe(true);
    await client.endAsync();
  });

  test('provisions a new device from the template of its CA, and accepts the second connection attempt', async () => {
    const { authority } = await registerAuthority({ templateBody: templateOf(), roleArn: provisioningRole });
    const own = await authority.issue('sensor-2');
    await expect(connect('sensor-2', own)).rejects.toThrow();
    const client = await connect('sensor-2', own);
    expect(client.connected).toBe(true);
    await client.endAsync();
    expect(await iot.send(new DescribeThingCommand({ thingName: 'sensor-2' }))).toMatchObject({
      thingName: 'sensor-2',
    });
  });

  test('provisions a new device from the template of a declared CA', async () => {
    const own = await declared.issue('sensor-3');
    await expect(connect('sensor-3', own)).rejects.toThrow();
    await (await connect('sensor-3', own)).endAsync();
    const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: 'sensor-3' }));
    expect(thingGroups).toMatchObject([{ groupName: 'sensors' }]);
  });
});
