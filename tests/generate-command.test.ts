import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyRepository, shortened } from './repository-copy';

// the tests run programs on a copy of the repository, up to a minute each
jest.setTimeout(180_000);

interface Generated {
  readonly args: readonly string[];
  /** Maximum number of new and changed files. */
  readonly limit: number;
  /** Test that says what to fill in. */
  readonly failing: string;
}

const generated: readonly Generated[] = [
  {
    args: ['device', 'window'],
    limit: 8,
    failing: 'functions/window-reported/windows-table.test.ts',
  },
  {
    args: ['sensor', 'smoke'],
    limit: 6,
    failing: 'functions/smoke-measured/smokes-table.test.ts',
  },
  // five files, and the line that adds the function's own feature to the stack
  {
    args: ['function', 'restarts'],
    limit: 6,
    failing: 'functions/restarts/restarts-item.test.ts',
  },
  {
    args: ['monitor', 'queue-slow', '--service', 'sqs'],
    limit: 3,
    failing: 'monitors/sqs.test.ts',
  },
  {
    args: ['operation', 'getBattery'],
    limit: 5,
    failing: 'functions/api/get-battery-operation.test.ts',
  },
  {
    args: ['operation', 'resetShadow', '--method', 'delete', '--path', '/devices/{thing}/shadow'],
    limit: 5,
    failing: 'functions/api/reset-shadow-operation.test.ts',
  },
];

let copy: ReturnType<typeof copyRepository>;
const git = (...args: readonly string[]) =>
  spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: copy.folder,
    encoding: 'utf8',
  }).stdout;
beforeAll(() => {
  copy = copyRepository();
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Copy the repository');
});
afterAll(() => copy.remove());

describe('npm run generate', () => {
  test.each(generated)('writes at most $limit files for $args', async ({ args, limit }) => {
    const { status, output } = await copy.command('generate', ...args);
    const files = output.split('\n').filter((line) => /^(?:new|changed) /.test(line));
    expect({ status, output, isWithinLimit: files.length <= limit }).toEqual({
      status: 0,
      output,
      isWithinLimit: true,
    });
    expect(output).toContain('ill in ');
  });

  test.each([
    ['no kind', [], /^Usage: /],
    ['an unknown kind', ['gadget', 'door'], "✗ unknown command 'gadget'; --help lists the options\n"],
    ['no name', ['device'], "✗ missing required argument 'name'; --help lists the options\n"],
    ['an invalid name', ['device', 'Door'], /^✗ invalid name "Door": expected 2 to 20 lower-case .*\n$/],
    ['a part that exists', ['sensor', 'smoke'], /^✗ contracts\/bindings.ts:\d+ declares smokeMeasured; .*\n$/],
    ['a feature that exists', ['function', 'fleet'], /^✗ stacks\/features\/fleet.ts exists; choose another name/],
    ['an operation that exists', ['operation', 'getShadow'], /^✗ api\/openapi.yaml declares the operation getShadow/],
    [
      'a method that exists',
      ['operation', 'readShadow', '--path', '/devices/{thing}/shadow'],
      /^✗ api\/openapi.yaml:\d+ declares get \/devices\/\{thing\}\/shadow; choose another name\n$/,
    ],
    ['another path', ['operation', 'getX1', '--path', '/rooms'], /^✗ invalid --path "\/rooms": expected a path below/],
    ['another method', ['operation', 'getX1', '--method', 'patch'], /^✗ invalid --method "patch": expected get, put/],
    ['an unknown metric', ['monitor', 'slow', '--metric', 'x'], /^✗ unknown --metric "x"/],
    ['an unknown service', ['monitor', 'slow', '--service', 'lamda'], /^✗ unknown --service "lamda"; did you mean/],
  ] as const)('prints one line for %s, and writes nothing', async (_what, args, message) => {
    const before = git('status', '--porcelain') + git('diff');
    const { status, output } = await copy.command('generate', ...args);
    expect({ status, output }).toEqual({
      status: 1,
      output: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    expect(git('status', '--porcelain') + git('diff')).toBe(before);
  });

  test('reports a folder that does not contain a platform', () => {
    const folder = mkdtempSync(join(tmpdir(), 'himeshima-empty-'));
    const program = [join(process.cwd(), 'commands', 'run.mjs'), 'generate', 'device', 'door'];
    const { status, stderr } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^✗ .* is not the folder of a/) });
  });
});

describe('a copy of the repository with a generated part of each kind', () => {
  test('is formatted, generates its API types, and synthesizes', async () => {
    expect(shortened(await copy.command('api-docs'))).toEqual({ status: 0 });
    const folders = ['api', 'contracts', 'devices', 'functions', 'monitors', 'stacks'];
    expect(shortened(await copy.biome('--error-on-warnings', ...folders))).toEqual({ status: 0 });
    expect(shortened(await copy.command('synth'))).toEqual({ status: 0 });
  });

  test('has valid types, and passes the invariants', async () => {
    const [types, tested] = await Promise.all([
      copy.types(),
      copy.jest('tests/invariants', 'tests/pipeline/variables'),
    ]);
    expect([types, tested].map(shortened)).toEqual([{ status: 0 }, { status: 0 }]);
  });

  test('fails one test for each part, and each test says what to fill in', async () => {
    const { output } = await copy.jest(...generated.map(({ failing }) => failing));
    expect(output).toMatch(new RegExp(`Tests: +${generated.length} failed, \\d+ passed`));
    for (const { failing } of generated) expect(output).toContain(`FAIL ${failing}`);
    expect(output.match(/fill in|fillIn/g)?.length).toBeGreaterThanOrEqual(generated.length);
  });
});
