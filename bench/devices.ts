import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate, parsePolicy } from '@himeshima/aws-policy';
import { readStack } from '@himeshima/terraform-json';
import { identityOf } from '../commands/demonstration/clients';
import { contextOf, readDevices } from '../commands/device-permissions/declared-devices';
import { percentile } from '../commands/load-test/load-test-report';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { shadowTopics } from '../contracts/topics';
import { connectDevice } from '../devices/device-connection';
import { type Figure, median } from './figure';

const dev = environmentNamed('dev');
const decisions = 20_000;
const updates = 1_000;

/** Measures the latency of policy decisions and shadow updates, which delay every device. */
export async function deviceFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, dev);
  const { known, cold } = policyMicroseconds(root);
  const took = await shadowMilliseconds(root);
  return [
    { name: 'policy decision, with cached statements', value: known, unit: 'µs', limit: { most: 2 } },
    { name: 'policy decision, from the parsed document', value: cold, unit: 'µs', limit: { most: 30 } },
    {
      name: 'shadow update, until the accepted response, p50',
      value: percentile(took, 0.5),
      unit: 'ms',
      limit: { most: 5 },
    },
    {
      name: 'shadow update, until the accepted response, p99',
      value: percentile(took, 0.99),
      unit: 'ms',
    },
  ];
}

function policyMicroseconds(root: string) {
  const file = join(root, 'cdktf.out', 'stacks', dev.stack, 'cdk.tf.json');
  const { declared } = readDevices(readStack(JSON.parse(readFileSync(file, 'utf8'))));
  const light = declared.find(({ thing }) => thing === 'light-1');
  if (light === undefined) throw new Error('light-1 is not declared');
  const request = {
    action: 'iot:Publish',
    resource: `arn:aws:iot:${dev.region}:${dev.account}:topic/${shadowTopics('light-1').update}`,
    context: contextOf(light),
  };
  const decide = (policies: typeof light.policies) => {
    if (evaluate({ policies, ...request }).decision !== 'allowed')
      throw new Error('light-1 is not allowed to update its shadow');
  };
  const each = (policies: readonly (typeof light.policies)[]) => {
    const started = performance.now();
    for (const one of policies) decide(one);
    return ((performance.now() - started) * 1000) / policies.length;
  };
  // use copies of the policy document, because prepared statements are cached per document
  const copies = () =>
    Array.from({ length: decisions / 10 }, () =>
      light.policies.map(({ name, document }) => ({ name, document: parsePolicy(JSON.stringify(document)) })),
    );
  const runs = <Value>(measure: () => Value) => Array.from({ length: 5 }, measure);
  return {
    known: median(runs(() => each(Array.from({ length: decisions }, () => light.policies)))),
    cold: median(runs(() => each(copies()))),
  };
}

/** Measures sequential shadow updates as a device sees them. @returns sorted durations in ms */
async function shadowMilliseconds(root: string): Promise<readonly number[]> {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-bench-'));
  const platform = await startPlatformProcess({ root, directory, args: ['--quiet', '--quotas', 'off'] });
  try {
    const device = await connectDevice(platform.mqttUrl, identityOf(directory, 'light-1'));
    const { update } = shadowTopics('light-1');
    await device.subscribeAsync(`${update}/accepted`, { qos: 1 });
    const took: number[] = [];
    for (let index = 0; index < updates * 2; index += 1) {
      const accepted = new Promise((resolve) => device.once('message', resolve));
      const started = performance.now();
      await device.publishAsync(update, JSON.stringify({ state: { reported: { count: index } } }), { qos: 1 });
      await accepted;
      // the first half is a warm-up, during which V8 compiles the code
      if (index >= updates) took.push(performance.now() - started);
    }
    await device.endAsync();
    return took.sort((a, b) => a - b);
  } finally {
    await platform.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
