import { registerSerials } from '../../commands/load-test/register-serials';
import { makeKey } from '../../devices/provision';
import { deviceSdk, missingSdkReason, open311, type Session, sessions } from './device-sdk';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const templateName = 'light';

/** Tests the SDK's fleet provisioning clients, from the claim certificate to the new device's connection. */
export function describeDeviceSdkIdentities(runningPlatform: ThePlatform): void {
  let made = 0;
  /** Creates a manufactured light that is connected with the claim certificate. */
  const newDevice = async (open: (typeof sessions)[number][1]) => {
    made += 1;
    const serial = `SDKDEVICE${made}`;
    await registerSerials(runningPlatform().clients.dynamodb, [{ serial, type: 'light' }]);
    const session = await open({ identity: runningPlatform().claim(serial), port: portOf(runningPlatform()) });
    return { serial, session, ...(await makeKey(serial)) };
  };
  const connectsAs = async (thing: string, { key, certificate }: { key: string; certificate: string }) => {
    const { authority } = runningPlatform().identity('light-1');
    const { connection } = await open311({
      identity: { thing, key, certificate, authority },
      port: portOf(runningPlatform()),
    });
    await connection.disconnect();
  };

  describeIfInstalled('aws-iot-device-sdk-v2 fleet provisioning clients', missingSdkReason, () => {
    test.each(sessions)(
      'over %s, V1: gets a certificate for a signing request, then registers the thing',
      async (_, open) => {
        const { serial, session, key, csr } = await newDevice(open);
        const certificate = await certifiedByTheFirst(session, csr);
        const thing = await registeredByTheFirst(session, certificate.certificateOwnershipToken, serial);
        await session.end();
        expect(thing).toBe(`light-${serial}`);
        await connectsAs(thing, { key, certificate: certificate.certificatePem });
      },
    );

    test.each(sessions)(
      'over %s, V2: gets a certificate and registers the thing, and reports a rejection with its code',
      async (_, open) => {
        const { serial, session, key, csr } = await newDevice(open);
        const { identitiesV2 } = session;
        const certified = await identitiesV2.createCertificateFromCsr({ certificateSigningRequest: csr });
        const { certificateOwnershipToken = '', certificatePem = '' } = certified;
        const requestFor = (name: string) => ({
          templateName,
          certificateOwnershipToken,
          parameters: { SerialNumber: name },
        });
        await expect(identitiesV2.registerThing(requestFor('NOBODYMADEIT'))).rejects.toMatchObject({
          modeledError: { statusCode: 403, errorCode: 'AccessDenied' },
        });
        const { thingName = '' } = await identitiesV2.registerThing(requestFor(serial));
        await session.end();
        expect(thingName).toBe(`light-${serial}`);
        await connectsAs(thingName, { key, certificate: certificatePem });
      },
    );
  });
}

async function certifiedByTheFirst({ identities }: Session, csr: string) {
  const qos = deviceSdk().mqtt.QoS.AtLeastOnce;
  const certified = new Promise<{ certificatePem: string; certificateOwnershipToken: string }>((resolve) => {
    void identities.subscribeToCreateCertificateFromCsrAccepted({}, qos, (_error, response) =>
      resolve({
        certificatePem: response?.certificatePem ?? '',
        certificateOwnershipToken: response?.certificateOwnershipToken ?? '',
      }),
    );
  });
  await identities.publishCreateCertificateFromCsr({ certificateSigningRequest: csr }, qos);
  return certified;
}

async function registeredByTheFirst({ identities }: Session, certificateOwnershipToken: string, serial: string) {
  const qos = deviceSdk().mqtt.QoS.AtLeastOnce;
  const registered = new Promise<string>((resolve) => {
    void identities.subscribeToRegisterThingAccepted({ templateName }, qos, (_error, response) =>
      resolve(response?.thingName ?? ''),
    );
  });
  const parameters = { SerialNumber: serial };
  await identities.publishRegisterThing({ templateName, certificateOwnershipToken, parameters }, qos);
  return registered;
}
