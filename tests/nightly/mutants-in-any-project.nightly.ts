import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { externalPackages } from '../../commands/bundling/external-packages.mjs';

const root = process.cwd();
const packageFolder = join(root, 'packages', 'datadog-monitors');
const parent = mkdtempSync(join(tmpdir(), 'datadog-monitors-'));
const folder = join(parent, 'project');
const folderWithoutEsbuild = join(parent, 'without-esbuild');
const program = join('dist', 'cli', 'datadog-monitors.js');

beforeAll(async () => {
  await build({
    absWorkingDir: root,
    entryPoints: [join(packageFolder, 'src', 'cli', 'datadog-monitors.ts')],
    outfile: join(folder, program),
    bundle: true,
    platform: 'node',
    target: 'node20',
    plugins: [externalPackages()],
    logLevel: 'silent',
  });
  cpSync(folder, folderWithoutEsbuild, { recursive: true });
  for (const one of [folder, folderWithoutEsbuild]) {
    cpSync(join(packageFolder, 'package.json'), join(one, 'package.json'));
    mkdirSync(join(one, 'node_modules'));
    for (const name of readdirSync('node_modules')) {
      if (one === folder || name !== 'esbuild')
        symlinkSync(join(root, 'node_modules', name), join(one, 'node_modules', name));
    }
  }
});
afterAll(() => rmSync(parent, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const mutateWith = (installed: string, args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(installed, program), 'mutate', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr: stderr.trimEnd() };
};
const mutate = (...args: readonly string[]) => mutateWith(folder, args);

const monitor = {
  id: 4711,
  name: 'Checkout errors',
  type: 'query alert',
  query: 'sum(last_5m):sum:shop.checkout.errors{env:prod}.as_count() > 5',
  message: '{{#is_alert}}@slack-shop{{/is_alert}}',
  options: { thresholds: { critical: 5 } },
};

/** Returns a test file with one test. In the test's body, `run(notation)` simulates the monitor. */
const testFile = (globals: string, body: string) => `${globals}
  import { readApiMonitor, series, simulate, sourceOf } from '@himeshima/datadog-monitors';
  import monitors from './monitors.json';
  const metric = 'shop.checkout.errors{env:prod,host:a}';
  const run = (...notations: string[]) =>
    simulate(readApiMonitor(monitors[0]), sourceOf(...notations.map((one, at) => series(metric.replace('a}', at + '}'), one))), { to: 15 });
  ${body}`;
const strong = `
  let started = 0;
  beforeAll(() => { started += 1; });
  describe('Checkout errors', () => {
    test('alerts at 6 errors', () => {
      expect(started).toBe(1);
      expect(run('0x9 3 0x9', '0x9 3 0x9')).toAlertAt('10m');
    });
    test('recovers after 5 minutes', () => expect(run('0x4 3 3 0x9')).toRecoverAt('10m'));
    test('stays OK at 5 errors', () => expect(run('0x4 5 0x9')).toStayOk());
  });`;

mkdirSync(folder);
write('monitors.json', JSON.stringify([monitor]));
write('strong.test.ts', testFile('', strong));
write('vitest.test.ts', testFile("import { beforeAll, describe, expect, test } from 'vitest';", strong));
write('weak.test.ts', testFile('', "test('alerts', () => expect(run('0x4 9 0x9')).toAlertAt('5m'));"));
const invalid = { ...monitor, options: { thresholds: { critical: 6 } } };
write('invalid.json', JSON.stringify([invalid, monitor, { ...invalid, id: 4712 }]));
write('failing.test.ts', "test.failing('x', () => expect(1).toBe(2));");
write('endless.test.ts', "test('x', () => new Promise(() => {}), 50);");
write('broken.test.ts', testFile('', "test('stays OK', () => expect(run('0x4 9 0x9')).toStayOk());"));

const Verdicts = z.tuple([z.object({ survivors: z.array(z.object({ change: z.string(), missing: z.string() })) })]);
const given = ['--file', 'monitors.json', '--tests'];

test.each(['strong.test.ts', 'vitest.test.ts'])('passes if the tests in %s kill every mutant', (file) => {
  const { status, stdout, stderr } = mutate('4711', ...given, file);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`(${file})\n`);
  expect(stdout).toContain('0 survived');
});

test('describes the missing tests, and accepts reasons instead of tests', () => {
  const { status, stdout } = mutate(...given, 'weak.test.ts', '--json');
  expect(status).toBe(1);
  const [{ survivors }] = Verdicts.parse(JSON.parse(stdout));
  expect(survivors).toContainEqual({
    change: '> 4 instead of > 5',
    missing: 'no test distinguishes > 5 from > 4: add a test in which the value is 5 and the monitor stays OK',
  });
  const reasons = Object.fromEntries(survivors.map(({ change }) => [change, 'tested elsewhere']));
  write('equivalent.json', JSON.stringify({ 4711: reasons }));
  expect(mutate(...given, 'weak.test.ts', '--equivalent', 'equivalent.json')).toMatchObject({ status: 0 });
});

test('reports reasons that refer to nonexistent mutants and monitors', () => {
  const check = {
    ...monitor,
    id: 9,
    type: 'service check',
    query: '"shop.up".over("*").by("host").last(4).count_by_status()',
    options: { thresholds: { critical: 3, ok: 1 } },
  };
  write('check.json', JSON.stringify([check]));
  const files = ['--file', 'check.json', '--tests', 'weak.test.ts'];
  expect(mutate(...files)).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(
      /^✗ 9: no mutants for monitors of type service check \(not simulated by any test\)\n/,
    ),
  });
  write('stale.json', JSON.stringify({ 9: { '> 4': 'old' }, gone: { '> 3': 'old' } }));
  const { status, stdout } = mutate(...files, '--equivalent', 'stale.json');
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n')).toEqual([
    '✗ 9: no mutants for monitors of type service check (not simulated by any test)',
    '    > 4 is declared equivalent in stale.json, but is not equivalent',
    '✗ gone: unknown monitor',
    '    > 3 is declared equivalent in stale.json, but is not equivalent',
    '0 mutants: 0 killed, 0 equivalent, 0 survived; 2 incorrectly declared equivalent',
  ]);
});

test('finds the data files of installed packages, which call require.resolve', () => {
  const resolved = "expect(require.resolve('esbuild')).toContain('node_modules');";
  write('resolve.test.ts', testFile('', `${strong} ${resolved}`));
  expect(mutate(...given, 'resolve.test.ts')).toMatchObject({ status: 0, stderr: '' });
});

test('runs afterAll even if a test fails', () => {
  const hooks = `
    const { appendFileSync } = require('node:fs');
    beforeAll(() => appendFileSync('hooks.txt', '('));
    afterAll(() => appendFileSync('hooks.txt', ')'));`;
  write('hooks.test.ts', testFile('', `${hooks} ${strong}`));
  expect(mutate(...given, 'hooks.test.ts')).toMatchObject({ status: 0 });
  expect(readFileSync(join(folder, 'hooks.txt'), 'utf8')).toMatch(/^(\(\)){5,}$/);
});

test.each([
  [
    'test.failing',
    [...given, 'failing.test.ts'],
    /"x" fails even without a mutant: mutate does not support test\.failing;/,
  ],
  [
    'a test that never finishes',
    [...given, 'endless.test.ts'],
    /"x" fails even without a mutant: timed out after 50 ms$/,
  ],
  [
    'a test that fails even without a mutant',
    [...given, 'broken.test.ts'],
    /^✗ broken\.test\.ts, "stays OK" fails even without a mutant: /,
  ],
  ['a file that does not exist', [...given, 'missing.test.ts'], /^✗ missing\.test\.ts cannot be bundled: /],
  ['an unknown monitor', ['4712', ...given, 'weak.test.ts'], /^✗ unknown monitor 4712; did you mean 4711\?$/],
  ['a missing --tests', ['--file', 'monitors.json'], /^✗ required option '--tests <files...>' not specified/],
  [
    'reasons that are not JSON',
    [...given, 'weak.test.ts', '--equivalent', 'weak.test.ts'],
    /^✗ weak\.test\.ts is not valid JSON/,
  ],
  [
    'reasons in an unexpected format',
    [...given, 'weak.test.ts', '--equivalent', 'monitors.json'],
    /^✗ invalid monitors\.json: expected/,
  ],
])('rejects %s with a one-line error', (_name, args, expected) => {
  expect(mutate(...args)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(expected) });
});

test('lists all invalid monitors', () => {
  expect(mutate('--file', 'invalid.json', '--tests', 'weak.test.ts')).toEqual({
    status: 1,
    stdout: '',
    stderr:
      '✗ 4711, column 62: Alert threshold (6) does not match that used in the query (5).; 4712, column 62: Alert threshold (6) does not match that used in the query (5).',
  });
});

test('lists the packages to install', () => {
  expect(mutateWith(folderWithoutEsbuild, [...given, 'weak.test.ts'])).toMatchObject({
    status: 1,
    stderr: '✗ mutate needs packages that are not installed: npm install --save-dev esbuild expect jest-circus',
  });
});
