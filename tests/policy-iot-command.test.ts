import { dev } from '../config/dev';
import { commandServer, killCommands, runCommand } from './command-process';

const deadlineSeconds = 30;
jest.setTimeout((deadlineSeconds + 5) * 1000);
const commands = commandServer();
afterAll(async () => {
  killCommands();
  await commands.end();
});

const known = ['light-1', 'sensor-1'];
const ask = (...args: string[]) => commands.run('policy-iot', args);
const publishes = (thing: string) => ['test', '--thing', thing, '--action', 'publish'];

describe('npm run policy:iot', () => {
  test.concurrent('reports an allowed action and the statement that allows it', async () => {
    expect(await ask(...publishes('sensor-1'), '--resource', 'Sensor/temp/room1')).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^✓ sensor-1 can perform iot:Publish on topic\/Sensor\/temp\/room1: statement \d in the policy device allows the action\n$/,
      ),
      stderr: '',
    });
  });

  test.concurrent('exits with 2 for a denial', async () => {
    const args = [...publishes('light-1'), '--resource', 'Sensor/temp/room1'];
    expect(await runCommand('policy-iot', args, deadlineSeconds)).toEqual({
      code: 2,
      stdout:
        '✗ light-1 cannot perform iot:Publish on topic/Sensor/temp/room1: no statement in the policy device allows the action\n',
      stderr: '',
    });
  });

  test.concurrent('shows the ARN of a resource in another region or account', async () => {
    const foreign = 'arn:aws:iot:eu-west-1:1:topic/$aws/things/light-1/shadow/update';
    expect(await ask(...publishes('light-1'), '--resource', foreign)).toMatchObject({
      code: 2,
      stdout: `✗ light-1 cannot perform iot:Publish on ${foreign}: no statement in the policy device allows the action\n`,
    });
  });

  test.concurrent('accepts an ARN in the form that the local runtime prints', async () => {
    const printed = `arn:aws:iot:${dev.region}:000000000000:topic/Sensor/temp/room1`;
    expect(await ask(...publishes('sensor-1'), '--resource', printed)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('sensor-1 can perform iot:Publish on topic/Sensor/temp/room1'),
    });
  });

  test.concurrent('explains a denial that the local runtime printed', async () => {
    const line =
      '12:00:01  ✗ light-1  iot:Publish on topic/Sensor/temp/room1 denied  certificate 1a2b3c4d is not authorized';
    const explained = {
      code: 2,
      stdout:
        '✗ light-1 cannot perform iot:Publish on topic/Sensor/temp/room1: no statement in the policy device allows the action\n',
      stderr: '',
    };
    expect(await ask('explain', line)).toEqual(explained);
    const arn = `arn:aws:iot:${dev.region}:000000000000:topic/Sensor/temp/room1`;
    const json = { kind: 'refused', who: 'light-1', action: 'iot:Publish', resource: 'topic/Sensor/temp/room1', arn };
    expect(await runCommand('policy-iot', ['explain'], deadlineSeconds, {}, JSON.stringify(json))).toEqual(explained);
  });

  test.concurrent('explains a denial with the thing of the certificate, not with the thing named by the client ID', async () => {
    const reason = 'certificate 2b4f0844 (attached to sensor-1, not to light-1) is not authorized';
    expect(await ask('explain', `✗ light-1  iot:Connect on client/light-1 denied  ${reason}`)).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(
        /^✗ sensor-1 cannot perform iot:Connect on client\/light-1: .*; the certificate of sensor-1 is not attached to light-1\n$/,
      ),
    });
  });

  test.concurrent('rejects a line that is not a denial', async () => {
    expect(await ask('explain', '→ a  1 B from light-1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^✗ not a denial of a device: expected a line of npm start such as .*\n$/),
    });
  });

  test.concurrent('identifies a device by its client ID', async () => {
    const connects = ['test', '--thing', 'light-1', '--action', 'iot:Connect'];
    expect(await ask(...connects, '--resource', 'light-1')).toMatchObject({ code: 0 });
    expect(await ask(...connects, '--resource', 'light-2', '--client-id', 'light-2')).toMatchObject({ code: 2 });
  });

  test.concurrent('lists who can publish below a topic, as text and as JSON', async () => {
    const { stdout } = await ask('who-can', 'publish', 'Sensor/temp/#');
    expect(stdout).toMatch(/^sensor-1 +topic\/Sensor\/temp\/room1 /m);
    expect(stdout).toContain('devices of template sensor');
    expect(stdout).not.toContain('light-1 ');
    const { stdout: json } = await ask('who-can', 'publish', '$aws/things/light-1/shadow/update', '--json');
    expect(JSON.parse(json)).toContainEqual(
      expect.objectContaining({ carrier: 'light-1', statement: expect.objectContaining({ policy: 'device' }) }),
    );
  });

  test.concurrent.each(['nowhere', 'Sensor/+'])('reports that no device can publish to %s', async (filter) => {
    expect(await ask('who-can', 'publish', filter)).toMatchObject({
      code: 0,
      stdout: `no device can perform iot:Publish on ${filter}\n`,
    });
  });

  test.concurrent.each([
    [['test', '--thing', 'light-1'], "required option '--action <action>' not specified; --help lists the options"],
    [[...publishes('unknown'), '--resource', 'a'], `unknown thing "unknown": the stack declares ${known.join(', ')}`],
    [['who-can', 'publish'], "missing required argument 'filter'; --help lists the options"],
    [['who-can', 'publish', 'Sensor/#/a'], 'invalid topic filter "Sensor/#/a": "#" must be the last level'],
    [['who-can', 'receive', ''], 'invalid topic filter "": a topic filter requires at least one character'],
    [
      [...publishes('light-1'), '--resource', ''],
      'iot:Publish requires a resource: a topic, a filter, a client or a thing',
    ],
    [
      [...publishes('light-1'), '--resource', 'arn:aws:s3:::a'],
      '"arn:aws:s3:::a" is not an AWS IoT ARN: expected arn:aws:iot:ap-northeast-1:111122223333:…',
    ],
    [['fly'], "unknown command 'fly'; --help lists the options"],
  ])('%j prints one line and exits with 1', async (args, line) => {
    expect(await ask(...args)).toEqual({ code: 1, stdout: '', stderr: `✗ ${line}\n` });
  });
});
