import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import * as z from 'zod';
import { dev } from '../../config/dev';
import { stacksOf } from '../../config/names';
import { prod } from '../../config/prod';

// Runs all checks only on request, because they take two minutes of CPU time and every pipeline runs them anyway.
const everything = process.env['CHECKS'] === 'all';
const root = process.cwd();
let folder: string;
let bin: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-run-'));
  bin = mkdtempSync(join(tmpdir(), 'himeshima-bin-'));
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  // copy only tracked files, as on a runner
  const files = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files.filter((one) => one !== '' && existsSync(one))) cpSync(file, join(folder, file));
  git(folder, 'init', '--quiet', '--initial-branch', 'topic');
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'a');
  git(folder, 'remote', 'add', 'origin', 'https://gitlab.example.com/group/himeshima.git');

  const program = (name: string, text: string) =>
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  // stub rsync, which gitlab-ci-local uses to copy files for containers before each job; this test uses no containers
  program('rsync', '');
  if (everything) return;
  // link the installed packages instead of running `npm ci`
  const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  program('npm', `[ "$1" != ci ] || exec ln -sfn '${join(root, 'node_modules')}' node_modules\nexec '${npm}' "$@"`);
});
afterAll(() => {
  for (const made of [folder, bin]) rmSync(made, { recursive: true, force: true });
});

// skip the schema validation, which takes half of a job's time and is covered by another test
const inAShell = ['--force-shell-executor', '--json-schema-validation=false'];
/** Runs a job in a shell. @throws Error if it fails */
const run = (job: string) =>
  execFileSync(join(root, 'node_modules', '.bin', 'gitlab-ci-local'), [...inAShell, job], {
    cwd: folder,
    env: { ...process.env, HOME: folder, PATH: [bin, process.env['PATH']].join(delimiter) },
    stdio: 'pipe',
  });

const Sbom = z.object({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.object({ name: z.string(), version: z.string() })),
});

test('the sbom job lists deployed packages and no build dependencies', () => {
  run('sbom');
  const { components } = Sbom.parse(JSON.parse(readFileSync(join(folder, 'gl-sbom-npm.cdx.json'), 'utf8')));
  const names = components.map(({ name }) => name);
  expect(names).toContain('cdktf');
  expect(names).not.toContain('jest');
}, 60_000);

const asWritten = everything
  ? 'complete with npm ci'
  : 'with the style check only; set CHECKS=all for the complete job';
test(`the check job passes in a fresh clone, ${asWritten}`, () => {
  const pipeline = join(folder, '.gitlab-ci.yml');
  const written = readFileSync(pipeline, 'utf8');
  if (everything) return void run('check');
  const line = '    - npm run check\n';
  expect(written).toContain(line);
  writeFileSync(pipeline, written.replace(line, '    - npm run check -- style\n'));
  run('check');
  const wrong = join(folder, 'packages', 'iot', 'src', 'wrong.ts');
  writeFileSync(wrong, 'export  const wrong = 1\n');
  expect(() => run('check')).toThrow('Command failed');
  rmSync(wrong);
  writeFileSync(pipeline, written);
}, 1_200_000);

test('the synth job creates every stack with its functions', () => {
  mkdirSync(join(folder, '.npm'), { recursive: true });
  run('synth');
  for (const stack of [dev, prod].flatMap(stacksOf))
    expect(existsSync(join(folder, 'cdktf.out', 'stacks', stack, 'cdk.tf.json'))).toBe(true);
  const platform = readFileSync(join(folder, 'cdktf.out', 'stacks', dev.stack, 'cdk.tf.json'), 'utf8');
  const zips = [...platform.matchAll(/"filename": "([^"]+)"/g)].flatMap(([, zip]) => zip ?? []);
  expect(zips.length).toBeGreaterThan(0);
  for (const zip of zips) expect(existsSync(join(folder, 'cdktf.out', 'stacks', dev.stack, zip))).toBe(true);
}, 120_000);

test('the test job fails if its tests fail', () => {
  // run only a few tests, because the full suite would include this test
  const schedule = join('packages', 'aws-expressions', 'src', 'schedule');
  const isTest = (file: string) => file.endsWith('.test.ts') && !file.startsWith(`${schedule}/`);
  const files = execFileSync('git', ['ls-files'], { cwd: folder, encoding: 'utf8' }).split('\n');
  for (const file of files.filter(isTest)) rmSync(join(folder, file));
  run('test');
  writeFileSync(join(folder, schedule, 'wrong.test.ts'), "test('wrong', () => expect(1).toBe(2));\n");
  expect(() => run('test')).toThrow('Command failed');
}, 120_000);
