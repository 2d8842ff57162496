import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandServer } from './command-process';
import { generatedParts } from './generated-parts';
import { copyRepository } from './repository-copy';

// the tests run programs on a copy of the repository, up to a minute each
jest.setTimeout(180_000);

let copy: ReturnType<typeof copyRepository>;
let commands: ReturnType<typeof commandServer>;
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
  commands = commandServer(copy.folder);
});
afterAll(async () => {
  await commands?.end();
  copy.remove();
});

describe('npm run generate', () => {
  test.each(generatedParts)('writes at most $limit files for $args', async ({ args, limit }) => {
    const { code, stdout, stderr } = await commands.run('generate', args);
    const files = stdout.split('\n').filter((line) => /^(?:new|changed) /.test(line));
    expect({ code, stdout, stderr, isWithinLimit: files.length <= limit }).toEqual({
      code: 0,
      stdout,
      stderr: '',
      isWithinLimit: true,
    });
    expect(stdout).toContain('ill in ');
  });

  test.each([
    ['no kind', [], /^Usage: /],
    ['an unknown kind', ['gadget', 'door'], "✗ unknown command 'gadget'; --help lists the options\n"],
    ['a missing name', ['device'], "✗ missing required argument 'name'; --help lists the options\n"],
    ['an invalid name', ['device', 'Door'], /^✗ invalid name "Door": expected 2 to 20 lower-case .*\n$/],
    ['an existing part', ['sensor', 'smoke'], /^✗ contracts\/bindings.ts:\d+ declares smokeMeasured; .*\n$/],
    ['an existing feature', ['function', 'fleet'], /^✗ stacks\/features\/fleet.ts already exists; choose another name/],
    ['an existing operation', ['operation', 'getShadow'], /^✗ api\/openapi.yaml declares the operation getShadow/],
    [
      'an existing method',
      ['operation', 'readShadow', '--path', '/devices/{thing}/shadow'],
      /^✗ api\/openapi.yaml:\d+ declares get \/devices\/\{thing\}\/shadow; choose another name\n$/,
    ],
    ['another path', ['operation', 'getX1', '--path', '/rooms'], /^✗ invalid --path "\/rooms": expected a path below/],
    ['another method', ['operation', 'getX1', '--method', 'patch'], /^✗ invalid --method "patch": expected get, put/],
    ['an unknown metric', ['monitor', 'slow', '--metric', 'x'], /^✗ unknown --metric "x"/],
    ['an unknown service', ['monitor', 'slow', '--service', 'lamda'], /^✗ unknown --service "lamda"; did you mean/],
  ] as const)('prints a one-line error for %s, and writes nothing', async (_what, args, message) => {
    const before = git('status', '--porcelain') + git('diff');
    const { code, stdout, stderr } = await commands.run('generate', args);
    expect({ code, output: stdout + stderr }).toEqual({
      code: 1,
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
