import { EventEmitter, once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import { GetThingShadowCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { type Clients, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { stacksOf } from '../../config/names';
import { connectDevice } from '../../devices/device-connection';
import { root } from '../end-to-end/foreign-platform';
import type { Group } from './actions.arbitrary';
import { type Policy, policyOf } from './oracle';
import { documentOf, gateZip, watchingResources } from './watching-stack';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Declared platform with an additional stack, which contains a watcher with all permissions and further hostile devices. */
export interface WatchedPlatform {
  readonly platform: LocalAwsProcess;
  readonly clients: Clients;
  readonly iot: IoTClient;
  readonly watcher: MqttClient;
  /** Messages that the watcher received: topic and text. */
  readonly received: readonly { topic: string; text: string }[];
  /** Resolves when the watcher has received a message with this text. @throws AbortError after ten seconds */
  hears(part: string): Promise<void>;
  /** Returns whether these credentials authorize a request for a shadow, even if the shadow does not exist. */
  readsShadow(thingName: string, credentials: AwsCredentials): Promise<boolean>;
  /** Policies by kind of device. */
  readonly policies: Readonly<Record<'device' | 'claim' | 'listener' | 'member' | 'custom' | Group, Policy>>;
  stop(): Promise<void>;
}

const dev = environmentNamed('dev');
const Synthesized = z.object({
  resource: z.object({
    aws_iot_policy: z.object({ device: z.object({ policy: z.string() }), claim: z.object({ policy: z.string() }) }),
  }),
});

export async function startWatchedPlatform(): Promise<WatchedPlatform> {
  await synthesizeIfStale(root, dev);
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-hostile-'));
  const stacks = join(folder, 'out', 'stacks');
  for (const stack of stacksOf(dev))
    cpSync(join(root, 'cdktf.out', 'stacks', stack), join(stacks, stack), { recursive: true });
  mkdirSync(join(stacks, 'watching'));
  const watching = {
    provider: { aws: [{ region: dev.region }] },
    variable: { watcher_csr: {}, listener_csr: {}, member_csr: {} },
    resource: watchingResources,
  };
  writeFileSync(join(stacks, 'watching', 'gate.zip'), gateZip());
  writeFileSync(join(stacks, 'watching', 'cdk.tf.json'), JSON.stringify(watching));
  const directory = join(folder, 'state');
  const of = ['--out', join(folder, 'out'), ...[...stacksOf(dev), 'watching'].flatMap((stack) => ['--stack', stack])];
  // start without quotas, because only policies are tested
  const platform = await startPlatformProcess({ root, directory, args: [...of, '--quotas', 'off'] });
  const clients = clientsOf(platform);
  const iot = new IoTClient({
    endpoint: platform.endpoint,
    region: clients.region,
    credentials: await clients.lambda.config.credentials(),
    maxAttempts: 1,
  });
  const watcher = await connectDevice(platform.mqttUrl, identityOf(directory, 'watcher'));
  const received: { topic: string; text: string }[] = [];
  const news = new EventEmitter();
  watcher.on('message', (topic, payload) => {
    received.push({ topic, text: payload.toString() });
    news.emit('message');
  });
  await watcher.subscribeAsync(['#', '$aws/#'], { qos: 1 });
  const synthesized: unknown = JSON.parse(readFileSync(join(stacks, dev.stack, 'cdk.tf.json'), 'utf8'));
  const { device, claim } = Synthesized.parse(synthesized).resource.aws_iot_policy;
  return {
    platform,
    clients,
    iot,
    watcher,
    received,
    async hears(part) {
      const signal = AbortSignal.timeout(10_000);
      while (!received.some(({ text }) => text.includes(part))) await once(news, 'message', { signal });
    },
    async readsShadow(thingName, credentials) {
      const { endpoint } = platform;
      const data = new IoTDataPlaneClient({ endpoint, region: clients.region, credentials, maxAttempts: 1 });
      const name = await data.send(new GetThingShadowCommand({ thingName })).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      );
      data.destroy();
      return name === undefined || name === 'ResourceNotFoundException';
    },
    policies: {
      device: policyOf(device.policy),
      claim: policyOf(claim.policy),
      listener: policyOf(documentOf('listener')),
      member: policyOf(documentOf('member')),
      custom: policyOf(documentOf('custom')),
      hospital: policyOf(documentOf('hospital')),
      ward: policyOf(documentOf('ward')),
      quarantine: policyOf(documentOf('quarantine')),
    },
    async stop() {
      await watcher.endAsync(true);
      iot.destroy();
      await platform.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
