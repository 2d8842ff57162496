import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimOf, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { claimClient } from '../../contracts/provisioning';
import { describeAwsCli } from './aws-cli';
import { describeBoto3 } from './boto3';
import { describeDeviceSdkConnections } from './device-sdk-connections';
import { describeDeviceSdkIdentities } from './device-sdk-identities';
import { describeDeviceSdkShadows } from './device-sdk-shadows';
import { describeDeviceSdkWebSockets } from './device-sdk-web-socket';
import { collectGarbage } from './garbage-collection';
import { describeMosquitto } from './mosquitto';
import { describeMqttJs } from './mqtt-js';
import type { RunningPlatform } from './running-platform';

jest.setTimeout(60_000);

const root = join(__dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'himeshima-real-clients-'));
let running: RunningPlatform | undefined;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  // disable quotas, because clients reconnect with the same client ID faster than the quotas allow
  const platform = await startPlatformProcess({ root, directory, args: ['--quotas', 'off'] });
  running = {
    platform,
    clients: clientsOf(platform),
    identity: (thing) => identityOf(directory, thing),
    claim: (serial) => ({ ...claimOf(directory), thing: claimClient(serial) }),
  };
}, 90_000);
afterAll(async () => {
  await running?.platform.stop();
  rmSync(directory, { recursive: true, force: true });
  await collectGarbage();
});

function runningPlatform(): RunningPlatform {
  if (running === undefined) throw new Error('the platform has not started');
  return running;
}

for (const describeSuite of [
  describeMqttJs,
  describeMosquitto,
  describeAwsCli,
  describeBoto3,
  describeDeviceSdkConnections,
  describeDeviceSdkShadows,
  describeDeviceSdkIdentities,
  describeDeviceSdkWebSockets,
])
  describeSuite(runningPlatform);
