import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import { claimOf, clientsOf } from '../../commands/demonstration/clients';
import { attackWithClaim } from '../../commands/load-test/hostile-claim';
import { pacedConnects } from '../../commands/load-test/paced-connects';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { commandServer, killCommands, runCommand } from '../command-process';
import { root } from './foreign-platform';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-fleet-elsewhere-'));
let platform: LocalAwsProcess;
const commands = commandServer();
beforeAll(async () => {
  platform = await startPlatformProcess({ root, directory });
}, 90_000);
afterAll(async () => {
  killCommands();
  await commands.end();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('npm run fleet', () => {
  test('runs a fleet that reports and executes commands, and rejects hostile devices', async () => {
    const args = ['--devices', '10', '--rate', '5', '--minutes', '0.05', '--chaos', '--json'];
    const { code, stdout, stderr } = await runCommand('fleet', args, 50);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      devices: 10,
      hostile: 1,
      acknowledged: 105,
      stored: 105,
      lost: 0,
      unsent: 0,
      miscounted: 0,
      refused: 15,
      gotThrough: [],
      untold: [],
      commands: { asked: 3, answered: 3 },
    });
  });

  test('uses a running platform, given its endpoint, a claim certificate and an AWS profile', async () => {
    const { key, certificate, authority } = claimOf(directory);
    const claim = mkdtempSync(join(directory, 'claim-'));
    const fleet = (...args: string[]) =>
      runCommand('fleet', ['--endpoint', platform.mqttUrl, '--claim', claim, ...args], 40, {
        AWS_CONFIG_FILE: join(directory, 'aws-config'),
        AWS_PROFILE: 'himeshima',
      });
    writeFileSync(join(claim, 'key.pem'), key);
    writeFileSync(join(claim, 'ca.pem'), authority);
    expect(await fleet()).toMatchObject({
      code: 1,
      stderr: `✗ cannot read cert.pem in --claim ${claim} (ENOENT: no such file or directory): expected key.pem, cert.pem and ca.pem\n`,
    });
    writeFileSync(join(claim, 'cert.pem'), certificate);
    const { code, stdout, stderr } = await fleet('--devices', '5', '--rate', '5', '--minutes', '0.05', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const all = { devices: 5, acknowledged: 60, stored: 60, lost: 0, commands: { asked: 3, answered: 3 } };
    expect(JSON.parse(stdout)).toMatchObject(all);
    const eventsOf = (kind: string) => platform.events.filter((event) => event.kind === kind);
    expect(eventsOf('provisioned')).toHaveLength(5);
    const measured = eventsOf('published').map(({ topic }) => String(topic).match(/^.*Sensor\/temp/)?.[0]);
    expect(new Set(measured.filter(Boolean))).toEqual(new Set(['$aws/rules/telemetry/Sensor/temp']));
    expect(platform.complaints).toEqual([]);
  });

  test('does not count a denial as a rejected attack if the provisioning hook is unavailable', async () => {
    const { dynamodb, lambda } = clientsOf(platform);
    const permission = { FunctionName: 'provisioning-hook', StatementId: 'template-light' };
    await lambda.send(new RemovePermissionCommand(permission));
    const attempts = await attackWithClaim({
      target: { mqttUrl: platform.mqttUrl, claim: claimOf(directory), dynamodb },
      connect: pacedConnects(platform.mqttUrl),
      bad: { ...claimOf(directory), thing: 'sensor-BADONE' },
      other: 'light-GOODONE',
      stolen: { kind: 'temp', room: 'stolen' },
    });
    const unexpected = attempts.filter(({ outcome }) => outcome !== 'refused');
    const fault = 'a known device was rejected: Access Denied';
    expect(unexpected).toEqual([{ what: 'a used ownership token', outcome: { fault } }]);
    expect(attempts).toHaveLength(5);
  });

  test.each([
    ['--devices', '0', '✗ invalid --devices "0": expected a number above 0 and up to 10000'],
    ['--devices', '1.5', '✗ invalid --devices "1.5": expected a whole number'],
    [
      '--chaos',
      '--devices=1',
      '✗ invalid --devices "1": expected at least 2 with --chaos, because at least one device is hostile',
    ],
    ['--endpoint', 'mqtts://nowhere:8883', '✗ --endpoint and --claim must be used together'],
  ])('rejects %s %s with one line and exit code 1', async (option, value, line) => {
    expect(await commands.run('fleet', [option, value])).toMatchObject({ code: 1, stderr: `${line}\n` });
  });
});
