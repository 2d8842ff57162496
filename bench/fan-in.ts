import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import { identityOf } from '../commands/demonstration/clients';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { connectDevice } from '../devices/device-connection';
import { type Figure, measureRepeatedly, median } from './figure';
import { freePort } from './free-port';
import { isInstalled } from './is-installed';

const publishers = 8;
const messages = 120_000;
/** Number of in-flight messages per connection, the maximum that AWS IoT allows. */
const inFlight = 100;
const things = Array.from({ length: publishers }, (_, index) => `publisher${index}`);

/**
 * Measures the throughput of QoS 1 publishes from several devices, including authorization. Compares it with unmodified
 * aedes and, if installed, mosquitto. The brokers run one at a time, with the same TLS settings and clients. Throughput is
 * in messages per second of broker CPU time, which does not depend on other load on the machine.
 */
export async function fanInFigures(root: string): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  try {
    const directory = join(folder, 'state');
    const args = ['--out', writeStack(folder), '--stack', 'fan-in', '--quiet', '--quotas', 'off'];
    const platform = await startPlatformProcess({ root, directory, args });
    const ours = await perProcessorSecond(platform.pid, platform.mqttUrl, directory).finally(() => platform.stop());
    const bare = await measurePeer(directory, (port) => [
      process.execPath,
      join(root, 'bench', 'bare-aedes.mjs'),
      directory,
      String(port),
    ]);
    const mosquitto = isInstalled('mosquitto')
      ? await measurePeer(directory, (port) => ['mosquitto', '-c', mosquittoConfig(directory, port)])
      : undefined;
    const share = (peer: number) => (ours / peer) * 100;
    return [
      { name: 'fan-in, QoS 1, per second of broker CPU', value: ours, unit: '/s' },
      { name: 'fan-in with plain aedes', value: bare, unit: '/s' },
      {
        name: 'fan-in with authorization, relative to plain aedes',
        value: share(bare),
        unit: '%',
        limit: { least: 60 },
      },
      ...(mosquitto === undefined
        ? []
        : [
            {
              name: 'fan-in relative to mosquitto',
              value: share(mosquitto),
              unit: '%',
            },
          ]),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a stack without subscribers, whose devices may publish to topics below `room/`. @returns the folder for --out */
function writeStack(folder: string): string {
  const stack = join(folder, 'out', 'stacks', 'fan-in');
  mkdirSync(stack, { recursive: true });
  const iot = 'arn:aws:iot:eu-west-1:000000000000';
  const Statement = [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: `${iot}:client/$\${iot:Connection.Thing.ThingName}` },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: `${iot}:topic/room/$\${iot:Connection.Thing.ThingName}/*` },
  ];
  const each = (resource: (thing: string) => object) =>
    Object.fromEntries(things.map((name) => [name, resource(name)]));
  const arn = (thing: string) => `\${aws_iot_certificate.${thing}.arn}`;
  const terraform = {
    provider: { aws: [{ region: 'eu-west-1' }] },
    variable: Object.fromEntries(things.map((thing) => [`${thing}_csr`, {}])),
    resource: {
      aws_iot_policy: { publish: { name: 'publish', policy: JSON.stringify({ Version: '2012-10-17', Statement }) } },
      aws_iot_thing: each((name) => ({ name })),
      aws_iot_certificate: each((thing) => ({ csr: `\${var.${thing}_csr}`, active: true })),
      aws_iot_thing_principal_attachment: each((thing) => ({ thing, principal: arn(thing) })),
      aws_iot_policy_attachment: each((thing) => ({ policy: '${aws_iot_policy.publish.name}', target: arn(thing) })),
    },
  };
  writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify(terraform));
  return join(folder, 'out');
}

/** Returns messages per second of processor time: the median of five runs after one warm-up run for V8. */
async function perProcessorSecond(pid: number, url: string, directory: string): Promise<number> {
  const clients = await Promise.all(things.map((thing) => connectDevice(url, identityOf(directory, thing))));
  await publishAll(clients);
  const rates = await measureRepeatedly(async () => {
    const before = processorSeconds(pid);
    await publishAll(clients);
    return messages / (processorSeconds(pid) - before);
  });
  await Promise.all(clients.map((client) => client.endAsync()));
  return median(rates);
}

async function publishAll(clients: readonly MqttClient[]): Promise<void> {
  const payload = JSON.stringify({ v: 1, at: 1_795_651_200_000, value: 21.5 });
  const publish = async (client: MqttClient, count: number) => {
    const topic = `room/${client.options.clientId}/temp`;
    for (let index = 0; index < count; index += 1) await client.publishAsync(topic, payload, { qos: 1 });
  };
  const each = messages / clients.length / inFlight;
  await Promise.all(clients.flatMap((client) => Array.from({ length: inFlight }, () => publish(client, each))));
}

/**
 * Returns the sum of a process's utime and stime in seconds. /proc lists them in hundredths of a second (proc(5)), after the
 * process name, which may contain spaces.
 */
function processorSeconds(pid: number): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = after.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Measures another broker. @param command returns the command line that starts the broker on a port */
async function measurePeer(directory: string, command: (port: number) => readonly string[]): Promise<number> {
  const port = await freePort();
  const [program = '', ...args] = command(port);
  const child = spawn(program, args, { stdio: 'ignore' });
  try {
    const url = `mqtts://127.0.0.1:${port}`;
    const listens = () =>
      connectDevice(url, identityOf(directory, things[0] ?? '')).then(
        (client) => client.endAsync().then(() => true),
        () => undefined,
      );
    await poll(listens, `${program} on port ${port}`);
    return await perProcessorSecond(child.pid ?? 0, url, directory);
  } finally {
    await stop(child);
  }
}

const stop = (child: ChildProcess) =>
  new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill();
  });

function mosquittoConfig(directory: string, port: number): string {
  const file = join(directory, 'mosquitto.conf');
  const lines = [
    `listener ${port} 127.0.0.1`,
    `cafile ${join(directory, 'ca.pem')}`,
    `certfile ${join(directory, 'server.pem')}`,
    `keyfile ${join(directory, 'server-key.pem')}`,
    'require_certificate true',
    'allow_anonymous true',
    'max_inflight_messages 100',
    'set_tcp_nodelay true',
    // if root starts mosquitto, it switches by default to a user that cannot read the keys
    'user root',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
