import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { readStack } from '@himeshima/terraform-json';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { environments } from '../../config/environments';
import { stacksOf } from '../../config/names';
import { killCommands, runCommand } from '../command-process';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-environments-'));
const out = join(folder, 'out');
const started: LocalAwsProcess[] = [];

/** Synthesizes all environments once. */
beforeAll(async () => {
  expect(await runCommand('synth', ['--out', out], 50)).toMatchObject({ code: 0, stderr: '' });
});
afterAll(async () => {
  killCommands();
  await Promise.all(started.map((platform) => platform.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe('the platform', () => {
  test.concurrent.each([...environments])('starts from the synthesized stacks of $name', async (environment) => {
    const { name } = environment;
    const args = ['--out', out, '--env', name];
    const platform = await startPlatformProcess({ root, directory: join(folder, name), args });
    started.push(platform);
    const resources = stacksOf(environment).flatMap(
      (stack) => readStack(JSON.parse(readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8'))).resources,
    );
    const monitors = resources.filter(({ type }) => type === 'datadog_monitor').length;
    expect(monitors).toBeGreaterThan(0);
    expect(platform.events).toMatchObject([
      { kind: 'note', text: expect.stringMatching(/^no local service emits the metrics of these monitors: /) },
      { kind: 'ready', resources: resources.length - monitors, monitors, ignored: [] },
    ]);
    expect(platform.complaints).toEqual([]);
  });
});
