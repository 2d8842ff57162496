import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';
import { commandServer } from './command-process';

// the timeout is long, because each test runs one or two processes
jest.setTimeout(120_000);

const root = process.cwd();
const rooms = ['api', 'commands', 'config', 'contracts', 'functions', 'monitors', 'packages', 'stacks'];
const files = [
  'main.ts',
  'cdktf.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tests/command-server.mjs',
];
/** Folder with a copy of the project, into which tests introduce mistakes. */
let copy: string;
let commands: ReturnType<typeof commandServer>;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'himeshima-copy-'));
  for (const entry of [...rooms, ...files]) cpSync(join(root, entry), join(copy, entry), { recursive: true });
  // start with this repository's bundles; the copy rebuilds only changed bundles
  for (const bundles of ['build/programs', 'build/functions'])
    if (existsSync(join(root, bundles))) cpSync(join(root, bundles), join(copy, bundles), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  commands = commandServer(copy);
});
afterAll(async () => {
  await commands?.end();
  rmSync(copy, { recursive: true });
});

async function synth(...args: string[]) {
  const { code, stdout, stderr } = await commands.run('synth', args);
  return { status: code, stdout, lines: stderr.trimEnd().split('\n') };
}

/** Runs the command in its own process. */
function synthIn(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['commands/run.mjs', 'synth', ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

function spoil(file: string, text: string, by: string): void {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(text);
  writeFileSync(path, before.replace(text, by));
}

/** Excerpt and caret below an error. */
const caret = [expect.any(String), expect.stringMatching(/^ +\^$/)];

/** Returns the line number of a given text. */
const lineOf = (file: string, text: string) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('npm run synth', () => {
  test('writes one environment with its zips', () => {
    const { status, stdout } = synthIn(copy, '--env', 'dev');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('cdktf.out/stacks/himeshima-dev/cdk.tf.json'),
    });
    expect(existsSync(join(copy, 'cdktf.out', 'stacks', 'himeshima-prod'))).toBe(false);
  });

  test('runs the code of a checkout that was copied with cp -a and then edited', async () => {
    const second = `${copy}-second`;
    execFileSync('cp', ['-a', copy, second]);
    try {
      expect(synthIn(second, '--env', 'dev')).toMatchObject({ status: 0 });
      // edit the file without changing its length and modification time
      const file = join('stacks', 'features', 'power.ts');
      const edited = readFileSync(join(second, file), 'utf8').replace('power = true', 'power @ true');
      writeFileSync(join(second, file), edited);
      execFileSync('touch', ['-r', join(copy, file), join(second, file)]);
      expect(synthIn(second, '--env', 'dev')).toMatchObject({
        status: 1,
        lines: [
          expect.stringContaining(`stacks/features/power.ts:${lineOf(file, 'new IotRule(')} rule power_on`),
          ...caret,
        ],
      });
      expect(await synth('--env', 'dev')).toMatchObject({ status: 0 });
    } finally {
      rmSync(second, { recursive: true });
    }
  });

  test('does not run a worker bundle that another command built from other sources', async () => {
    const readBundle = () => readFileSync(join(copy, 'build', 'programs', 'lambda-worker.js'), 'utf8');
    await synth('--help');
    spoil('packages/local-aws/src/lambda/worker.ts', "requestId = 'undefined'", "requestId = 'edited'");
    spawnSync('node', ['commands/run.mjs', 'token', '--help'], { cwd: copy });
    expect(readBundle()).toContain('"edited"');
    spoil('packages/local-aws/src/lambda/worker.ts', "requestId = 'edited'", "requestId = 'undefined'");
    await synth('--help');
    expect(readBundle()).not.toContain('"edited"');
  });

  test.each([
    [['--env', 'moon'], '✗ unknown environment "moon"; known: dev, staging, prod (config/environments.ts)'],
    [['--environment', 'dev'], "✗ unknown option '--environment'; --help lists the options"],
    [['--out', 'cdktf.json/out'], expect.stringMatching(/^✗ .*cdktf\.json/)],
    [
      ['--out', '/proc/nope'],
      expect.stringMatching(/^✗ \/proc\/nope cannot be written to .*; choose another folder with --out$/),
    ],
  ])('rejects %j with one line and exit code 1', async (args, line) => {
    expect(await synth(...args)).toMatchObject({ status: 1, lines: [line] });
  });

  test('shows an example with --help', async () => {
    expect(await synth('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('npm run synth -- --env dev'),
    });
  });

  test('reports a killed bundler', async () => {
    spoil('commands/bundle.ts', 'void runCommand', "process.kill(process.pid, 'SIGKILL');\nvoid runCommand");
    expect(await synth()).toMatchObject({ status: 1, lines: ['✗ npm run bundle was killed by SIGKILL; run it again'] });
    spoil('commands/bundle.ts', "process.kill(process.pid, 'SIGKILL');\n", '');
  });

  test('rejects an unknown region and an account ID that is not 12 digits', async () => {
    spoil('config/dev.ts', "account: '111122223333'", "account: '12345'");
    spoil('config/prod.ts', "region: 'ap-northeast-1'", "region: 'ap-northeast-9'");
    expect(await synth()).toMatchObject({
      status: 1,
      lines: [
        '✗ synth dev: config/dev.ts account: invalid account id "12345": expected 12 digits',
        '✗ synth prod: config/prod.ts region: unknown region "ap-northeast-9": expected a region such as ap-northeast-1',
      ],
    });
    spoil('config/dev.ts', "account: '12345'", "account: '111122223333'");
    spoil('config/prod.ts', "region: 'ap-northeast-9'", "region: 'ap-northeast-1'");
  });

  test('reports the line and column of every mistake in the REST API, even after a valid synth', async () => {
    const line = lineOf('api/openapi.yaml', 'minimum: 1, maximum: 100');
    for (const _ of [1, 2]) {
      spoil('api/openapi.yaml', 'minimum: 1,', 'minimun: 1,');
      spoil('api/openapi.yaml', 'schemas/Owner"', 'schemas/Ownr"');
      const { status, lines } = await synth('--env', 'dev');
      expect({ status, lines: lines.sort() }).toEqual({
        status: 1,
        lines: [
          expect.stringMatching(`api/openapi.yaml:${line}:\\d+: unknown keyword minimun; did you mean minimum\\?`),
          expect.stringMatching(/api\/openapi\.yaml:\d+:\d+: unresolved reference #\/components\/schemas\/Ownr: /),
        ],
      });
      spoil('api/openapi.yaml', 'minimun: 1,', 'minimum: 1,');
      spoil('api/openapi.yaml', 'schemas/Ownr"', 'schemas/Owner"');
      expect(await synth('--env', 'dev')).toMatchObject({ status: 0 });
    }
  });

  test('rejects a handler that throws when it is loaded, and reports the line that throws', async () => {
    spoil(
      'functions/power-on/handler.ts',
      'const table =',
      "if (Date.now() > 0) throw new Error('no region');\nconst table =",
    );
    // run it twice: the second run must not skip the rejected handler as unchanged
    for (const _ of [1, 2])
      expect(await synth()).toMatchObject({
        status: 1,
        lines: [
          `✗ synth dev, staging, prod: functions/power-on/handler.ts:${lineOf('functions/power-on/handler.ts', 'const table =')} function power-on: cannot be loaded: Error: no region`,
        ],
      });
    spoil('functions/power-on/handler.ts', "if (Date.now() > 0) throw new Error('no region');\n", '');
  });

  test('rejects environment variables that are set but not read, or read but not set', async () => {
    const declared = '...bindFunction(this, bindings.powerOn, { table: table.name })';
    const place = `stacks/features/power.ts:${lineOf('stacks/features/power.ts', "new NodeFunction(this, 'power-on'")}`;
    const renamed = 'environment: { POWER_TABLE: table.name, DEVICE_POWER_TABLE: table.name }';
    spoil('stacks/features/power.ts', declared, renamed);
    expect(await synth('--env', 'dev')).toMatchObject({
      status: 1,
      lines: [
        `✗ synth dev: ${place} function power-on: environment variable POWER_TABLE is set, but nothing reads it when the function is loaded; remove the variable from the function's environment, or read it at the top level of handler.ts`,
      ],
    });
    spoil('stacks/features/power.ts', renamed, 'environment: {}');
    const reads = `functions/power-on/handler.ts:${lineOf('functions/power-on/handler.ts', 'const table =')}`;
    expect(await synth('--env', 'dev')).toMatchObject({
      status: 1,
      lines: [
        `✗ synth dev: ${place} function power-on: environment variable DEVICE_POWER_TABLE is not set, but ${reads} reads it; add the variable to the function's environment`,
      ],
    });
    spoil('stacks/features/power.ts', 'environment: {}', declared);
  });

  test('deletes unfinished output on Ctrl-C', async () => {
    const outdir = join(copy, 'cdktf.out');
    const making = () => readdirSync(outdir).filter((name) => name.startsWith('.staging-'));
    const child = spawn('node', ['commands/run.mjs', 'synth', '--env', 'dev'], { cwd: copy, detached: true });
    const ended = new Promise((resolve) => child.once('close', resolve));
    await poll(() => making()[0], 'the staging folder', 20).finally(() =>
      process.kill(-(child.pid ?? Number.NaN), 'SIGINT'),
    );
    expect(await ended).toBe(130);
    expect(making()).toEqual([]);
  });

  test('reports the line of every typo in one run, and writes nothing', async () => {
    rmSync(join(copy, 'cdktf.out'), { recursive: true, force: true });
    spoil('stacks/features/power.ts', 'state.reported.power = true', 'state.reported.power == true');
    spoil('monitors/step-functions.ts', 'aws.states.executions_failed{', 'aws.states.execution_failed{');
    const { status, lines } = await synth();
    expect(status).toBe(1);
    expect(lines.filter((line) => line.startsWith('✗'))).toEqual([
      `✗ synth dev, staging, prod: stacks/features/power.ts:${lineOf('stacks/features/power.ts', 'new IotRule(')} rule power_on, line 1, column 140: == is not an operator of AWS IoT SQL; use =`,
      `✗ synth dev, staging, prod: monitors/step-functions.ts:${lineOf('monitors/step-functions.ts', 'metricAlert({')} states_executions_failed, column 18: unknown metric aws.states.execution_failed; did you mean aws.states.executions_failed?`,
    ]);
    expect(existsSync(join(copy, 'cdktf.out', 'stacks', 'himeshima-dev', 'cdk.tf.json'))).toBe(false);
  });

  test('reports only the line of a broken file that belongs to the command itself', async () => {
    spoil('stacks/end-to-end-rights.ts', 'export ', 'export = = ');
    expect(await synth()).toMatchObject({
      status: 1,
      lines: [expect.stringMatching(/^✗ stacks\/end-to-end-rights\.ts:\d+:\d+ cannot be bundled: Unexpected "="$/)],
    });
    spoil('stacks/end-to-end-rights.ts', 'export = = ', 'export ');
  });

  test('reports the line of a broken function together with other errors', () => {
    spoil('functions/power-on/handler.ts', 'export const handler =', 'export const handler = =');
    const { status, lines } = synthIn(copy);
    // errors are printed in the order in which they are found
    const errors = lines.filter((line) => line.startsWith('✗')).sort();
    expect({ status, errors }).toEqual({
      status: 1,
      errors: [
        expect.stringMatching(/^✗ functions\/power-on\/handler\.ts:\d+:24 cannot be bundled: Unexpected "="$/),
        expect.stringContaining(' states_executions_failed,'),
        expect.stringContaining(' rule power_on,'),
      ],
    });
  });
});
