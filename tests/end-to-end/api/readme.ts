import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { connectDevice } from '../../../devices/light';
import { root } from '../foreign-platform';
import type { Asking } from './asking';

const Commands = z.object({ commands: z.array(z.object({ power: z.boolean(), state: z.string() })) });

/** The lines of the README which command the light, as somebody pastes them: one for each command, whole. */
function linesToPaste(): readonly string[] {
  const blocks = readFileSync(join(root, 'README.md'), 'utf8').split('```\n');
  const block = blocks.find((text) => text.startsWith('npm run --silent token')) ?? '';
  return block.replaceAll('\\\n', '').trim().split('\n');
}

/** Who has read the README runs the platform at its ports and in its folder; a test has others. */
const elsewhere = (line: string, { platform, access }: Asking) =>
  line
    .replaceAll('npm run --silent token --', `npm run --silent token -- --dir ${platform.directory}`)
    .replaceAll('.himeshima/', `${platform.directory}/`)
    .replaceAll('http://127.0.0.1:8080/v1', access.url)
    .replaceAll('-p 8883', `-p ${new URL(platform.mqttUrl).port}`);

const run = promisify(execFile);
const pasted = async (line: string) => (await run('bash', ['-c', line], { cwd: root })).stdout;

/** As `mosquitto_pub` does it: this machine may have none. */
async function published(line: string, mqttUrl: string): Promise<void> {
  const option = (name: string) => line.match(new RegExp(` ${name} ('[^']*'|\\S+)`))?.[1]?.replaceAll("'", '') ?? '';
  const file = (name: string) => readFileSync(option(name), 'utf8');
  const identity = {
    thing: option('-i'),
    authority: file('--cafile'),
    certificate: file('--cert'),
    key: file('--key'),
  };
  const device = await connectDevice(mqttUrl, identity);
  await device.publishAsync(option('-t'), option('-m'), { qos: option('-q') === '1' ? 1 : 0 });
  await device.endAsync();
}

const hasCurl = spawnSync('curl', ['--version']).error === undefined;

/** From a started platform to a light that has obeyed, by the README alone. */
export function theReadmesLines(the: () => Asking): void {
  const those = hasCurl ? test : test.skip;
  those(`the README's lines command the light${hasCurl ? '' : ' (not run: this machine has no curl)'}`, async () => {
    const lines = linesToPaste().map((line) => elsewhere(line, the()));
    const [token, own, ask, , answer, , read] = lines;
    const programs = ['npm', 'curl', 'curl', 'sleep', 'mosquitto_pub', 'sleep', 'curl'];
    expect(lines.map((line) => line.split(' ')[0])).toEqual(programs);
    for (const line of [token, own, ask]) await pasted(line ?? '');
    const obeyed = await poll(async () => {
      // on a busy machine it may be asked later than after those two seconds
      await published(answer ?? '', the().platform.mqttUrl);
      const [newest] = Commands.parse(JSON.parse(await pasted(read ?? ''))).commands;
      return newest?.state === 'succeeded' ? newest : undefined;
    }, 'the command has succeeded');
    expect(obeyed.power).toBe(true);
  });
}
