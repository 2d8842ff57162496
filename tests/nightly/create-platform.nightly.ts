import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';

const root = process.cwd();
const home = mkdtempSync(join(tmpdir(), 'himeshima-home-'));
const folder = join(home, 'parking');
let platform: ChildProcess | undefined;
afterAll(() => {
  platform?.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

const env = { ...process.env, HOME: home };
const create = (args: readonly string[], variables: NodeJS.ProcessEnv = env) =>
  spawnSync(process.execPath, ['commands/run.mjs', 'create', ...args], { cwd: root, encoding: 'utf8', env: variables });
const options = { cwd: folder, encoding: 'utf8', env } as const;
const npm = (...args: readonly string[]) =>
  execFileSync('npm', args, { cwd: folder, encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'pipe'] });

describe('npm run create', () => {
  test.each([
    ['a missing folder', [], "missing required argument 'folder'"],
    ['a missing account', [folder], 'missing --account: AWS account of dev, 12 digits'],
    ['an account of three digits', [folder, '--account', '123'], 'invalid --account "123": expected the 12 digits'],
    ['a folder with files', [root, '--name', 'parking', '--account', '123456789012'], `${root} is not empty`],
    ['an unknown CDK', [folder, '--cdk', 'cdk'], "option '--cdk <name>' argument 'cdk' is invalid"],
  ])('prints a one-line error for %s, and writes nothing', (_what, args, message) => {
    const { status, stderr } = create(args);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining(`✗ ${message}`) });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(folder)).toBe(false);
  });

  test('requires git', () => {
    const { status, stderr } = create([folder, '--account', '123456789012'], { ...env, PATH: home });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^✗ git is not installed/) });
    expect(readdirSync(home)).toEqual([]);
  });
});

// this test packs the packages of this checkout, and installs them together with packages from the npm registry
test('a new platform installs, passes its tests, and runs a generated device and operation, whose plan is reviewed', async () => {
  const { status, stdout, stderr } = create([folder, '--account', '123456789012', '--region', 'eu-central-1']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^packing \d+ packages…\n$/) });
  expect(stdout).toContain('--prod-account  444455556666');
  npm('install', '--no-audit', '--no-fund');
  npm('test');
  expect(mutate('dead_letters_waiting', 'monitors/failures.test.ts')).toMatch(
    /^✓ dead_letters_waiting: (\d+) of \1 killed/,
  );
  git('add', '.');
  git('commit', '--quiet', '--message', 'Create the platform');

  expect(npm('run', '--silent', 'generate', '--', 'device', 'door')).toContain('npm run send -- door-1 ');
  const getName = npm('run', '--silent', 'generate', '--', 'operation', 'getName');
  expect(getName).toContain('npm run request -- GET /devices/meter-1/name ');
  npm('install', '--no-audit', '--no-fund');
  // checks the types of the whole platform and synthesizes it; the other tests have just passed
  const tests = spawnSync('npm', ['test', '--', '--silent', 'functions', 'stacks', 'api-gateway'], options);
  expect(tests.stderr).toContain('fill in: the fields');
  expect(tests.stderr).toContain('"fillIn": "the response"');
  expect(tests.stderr).toMatch(/Tests: +2 failed, \d+ passed/);

  await free(8883, 4566, 8080);
  platform = spawn('npm', ['start'], { cwd: folder, env, stdio: 'ignore', detached: true });
  const { pid } = platform;
  try {
    await poll(() => (existsSync(join(folder, '.parking', 'aws-config')) ? true : undefined), 'the platform', 60);
    const reading = ['meter-1', 'meters/meter-1/readings', '{"at":1700000000000,"value":21.5}'];
    await poll(() => sends(reading) || undefined, 'the reading is sent', 30);
    const stored = await poll(
      () => /thing: meter-1 .*value: 21.5/.exec(table('meter-readings'))?.[0],
      'the reading in the table',
      30,
    );
    expect(stored).toContain('at: 1700000000000');
    const denied = spawnSync('npm', ['run', '--silent', 'send', '--', 'meter-1', 'wrong/topic', '{}'], options);
    expect({ status: denied.status, stderr: denied.stderr }).toEqual({
      status: 1,
      stderr:
        '✗ AWS IoT disconnected meter-1: its policy does not allow publishing to wrong/topic; see the output of npm start\n',
    });
    const message = ['door-1', 'doors/door-1/messages', '{"at":1700000000001}'];
    await poll(() => sends(message) || undefined, 'the message is sent', 30);
    const row = /thing: door-1 +at: 1700000000001/;
    await poll(() => row.exec(table('door-messages'))?.[0], 'the message in the table', 30);
    expect(npm('run', '--silent', 'request', '--', 'GET', '/devices/meter-1/name')).toBe('200 {"thing":"meter-1"}\n');
  } finally {
    if (pid !== undefined) process.kill(-pid, 'SIGINT');
  }

  const review = npm('run', '--silent', 'review', '--', '--base', 'HEAD', '--format', 'terminal');
  expect(review.replace(/\s+/g, ' ')).toContain(
    'broader access: devices with aws_iot_policy.device can now publish to doors/${iot:Connection.Thing.ThingName}/messages',
  );
  for (const address of [
    'aws_dynamodb_table.door_messages',
    'aws_lambda_function.door_message',
    'aws_iot_topic_rule.door_message',
    'aws_iot_thing.door_1',
    'aws_api_gateway_rest_api.rest_api',
  ])
    expect(review).toContain(`+ ${address} create`);
  expect(readFileSync(join(folder, 'cdktf.out', 'stacks', 'parking-dev', 'cdk.tf.json'), 'utf8')).toContain(
    'eu-central-1',
  );
}, 600_000); // this test takes two minutes if no other tests run at the same time

const mutate = (monitor: string, tests: string) => {
  const file = join('cdktf.out', 'stacks', 'parking-dev', 'cdk.tf.json');
  return npm('exec', '--', 'datadog-monitors', 'mutate', monitor, '--file', file, '--tests', tests);
};
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder, env });
const sends = (message: readonly string[]) => spawnSync('npm', ['run', 'send', '--', ...message], options).status === 0;
const table = (name: string) => npm('run', '--silent', 'table', '--', name);

/** Resolves when the given ports are free, because other tests may be using the default ports. */
const free = (...ports: readonly number[]) =>
  Promise.all(ports.map((port) => poll(() => isFree(port), `port ${port} to be free`, 60)));

const isFree = (port: number) =>
  new Promise<true | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
