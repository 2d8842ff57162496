import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { makeDeviceRequest, openAuthority } from '@himeshima/local-aws';
import { poll } from '@himeshima/local-aws/testing';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { identityOf } from './clients';
import { check, type Step } from './story';

/** Returns an identity with the name of the given device and a certificate from another authority. */
async function foreignIdentity(known: DeviceIdentity): Promise<DeviceIdentity> {
  const directory = mkdtempSync(join(tmpdir(), 'foreign-'));
  try {
    const foreign = await openAuthority(directory, Date.now());
    const { csrPem, keyPem } = await makeDeviceRequest(known.thing);
    return { ...known, key: keyPem, certificate: await foreign.signRequest(csrPem) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const outcome = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'connected',
    () => 'rejected',
  );

export const rejectsForeignClients: Step = {
  title: 'a client with a certificate from another authority is rejected; light-1 cannot update light-2',
  async run({ platform, clients, light }) {
    await light?.disconnect();
    const known = identityOf(platform.directory, 'light-1');
    const foreign = await outcome(connectDevice(platform.mqttUrl, await foreignIdentity(known)));
    const asOther = await outcome(connectDevice(platform.mqttUrl, { ...known, thing: 'light-2' }));
    const client = await connectDevice(platform.mqttUrl, known);
    const topic = '$aws/things/light-2/shadow/update';
    let isClosed = false;
    client.on('close', () => {
      isClosed = true;
    });
    client.on('error', () => undefined);
    client.publish(topic, JSON.stringify({ state: { reported: { power: true } } }), { qos: 1 });
    const denial = await platform.event(
      (event) => event.kind === 'refused' && event['resource'] === `topic/${topic}`,
      'the denial of the publish',
    );
    await poll(() => (isClosed ? true : undefined), 'the disconnect');
    const reported = await clients.iotData
      .send(new GetThingShadowCommand({ thingName: 'light-2' }))
      .then(({ payload }) =>
        Buffer.from(payload ?? [])
          .toString('utf8')
          .includes('reported'),
      );
    return [
      check('foreign certificate', 'rejected', foreign),
      check('light-1 with the client id light-2', 'rejected', asOther),
      check("publishing to light-2's shadow", 'iot:Publish', denial['action']),
      check("light-2's shadow has a report", false, reported),
    ];
  },
};
