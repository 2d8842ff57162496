import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { connectDevice } from '../../../devices/device-connection';
import { root } from '../foreign-platform';
import type { ApiCaller } from './api-caller';

const Commands = z.object({ commands: z.array(z.object({ power: z.boolean(), state: z.string() })) });

/** Returns the guide's commands that switch the light on, one per line. */
function linesToPaste(): readonly string[] {
  const blocks = readFileSync(join(root, 'docs', 'guides', 'switch-a-light.md'), 'utf8').split('```\n');
  const block = blocks.find((text) => text.startsWith('npm run --silent token')) ?? '';
  return block.replaceAll('\\\n', '').trim().split('\n');
}

/** Replaces the default ports and folder with the test's ports and folder. */
const withOwnPorts = (line: string, { platform, access }: ApiCaller) =>
  line
    .replaceAll('npm run --silent token --', `npm run --silent token -- --dir ${platform.directory}`)
    .replaceAll('.himeshima/', `${platform.directory}/`)
    .replaceAll('http://127.0.0.1:8080/v1', access.url)
    .replaceAll('-p 8883', `-p ${new URL(platform.mqttUrl).port}`);

const run = promisify(execFile);
const runLine = async (line: string) => (await run('bash', ['-c', line], { cwd: root })).stdout;

/** Publishes the message of a `mosquitto_pub` command directly, because mosquitto might not be installed. */
async function publishAsMosquitto(line: string, mqttUrl: string): Promise<void> {
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

/** Runs the commands in the guide "Switch a light on". */
export function describeSwitchALightGuide(caller: () => ApiCaller): void {
  const testWithCurl = hasCurl ? test : test.skip;
  testWithCurl(
    `the commands in the guide switch the light on${hasCurl ? '' : ' (not run: curl is not installed)'}`,
    async () => {
      const lines = linesToPaste().map((line) => withOwnPorts(line, caller()));
      const [token, own, ask, , answer, , read] = lines;
      const programs = ['npm', 'curl', 'curl', 'sleep', 'mosquitto_pub', 'sleep', 'curl'];
      expect(lines.map((line) => line.split(' ')[0])).toEqual(programs);
      for (const line of [token, own, ask]) await runLine(line ?? '');
      const succeeded = await poll(async () => {
        // repeat the report, because on a busy machine the command may be sent more than two seconds later
        await publishAsMosquitto(answer ?? '', caller().platform.mqttUrl);
        const [newest] = Commands.parse(JSON.parse(await runLine(read ?? ''))).commands;
        return newest?.state === 'succeeded' ? newest : undefined;
      }, 'the command has succeeded');
      expect(succeeded.power).toBe(true);
    },
  );
}
