import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removalsIn, removeFeature } from './feature-removal/removal-guide';
import { createTypeChecker } from './feature-removal/type-checker';
import { apply, changesIn } from './places-per-change/guide-changes';

// each removal checks the types and synthesizes; at the end, the remaining tests run
jest.setTimeout(300_000);

const root = process.cwd();
const removals = removalsIn(readFileSync(join('docs', 'guides', 'make-it-your-own.md'), 'utf8'));
const notCopied = ['node_modules', 'packages', 'build', 'cdktf.out', 'coverage', '.git', '.himeshima'];

const copy = mkdtempSync(join(tmpdir(), 'himeshima-removal-'));
beforeAll(() => {
  for (const entry of readdirSync(root))
    if (!notCopied.includes(entry)) cpSync(join(root, entry), join(copy, entry), { recursive: true });
  for (const linked of ['node_modules', 'packages']) symlinkSync(join(root, linked), join(copy, linked));
  // some tests list the tracked files
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  apply(copy, changesIn('add-a-device'), {
    'contracts/bindings.ts': ['};\n'],
    'stacks/platform-stack.ts': ["    const { policy } = new Fleet(this, 'fleet'"],
  });
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs a Node.js program in the copy. @returns its exit code, and its output if it failed */
function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  return status === 0 ? { status } : { status, output: `${stdout}${stderr}` };
}

const passed = { status: 0 };
const tool = (path: string) => join('node_modules', path);
const command = (name: string) => run(join('commands', 'run.mjs'), name);
const checkTypes = createTypeChecker(copy);

test('the guide names every example feature that is not part of every platform', () => {
  const kept = [
    'alerts',
    'api',
    'certificates',
    'device-security',
    'fleet',
    'locks',
    'owners',
    'provisioning',
    'traces',
  ];
  const removed = removals.flatMap(({ deleted }) => deleted.filter((path) => path.startsWith('stacks/features/')));
  const declared = readdirSync(join(root, 'stacks', 'features')).map((name) => `stacks/features/${name}`);
  expect(declared.filter((path) => !removed.includes(path)).sort()).toEqual(
    declared.filter((path) => kept.some((name) => path.replace('.ts', '') === `stacks/features/${name}`)).sort(),
  );
});

describe('removing in the order of the guide', () => {
  test.each(removals)('$feature leaves valid types, and stacks that synthesize', (removal) => {
    removeFeature(copy, removal);
    const folders = ['commands', 'config', 'contracts', 'devices', 'functions', 'monitors', 'stacks', 'tests'];
    expect(run(tool('@biomejs/biome/bin/biome'), 'check', '--write', '--unsafe', ...folders)).toEqual(passed);
    expect(command('api-docs')).toEqual(passed);
    expect(checkTypes()).toEqual([]);
    expect(command('synth')).toEqual(passed);
  });

  test('leaves tests that pass', () => {
    execFileSync('git', ['add', '--all'], { cwd: copy });
    // run-jobs installs and tests a clone, which cannot contain the linked packages
    expect(run(tool('jest/bin/jest.js'), '--silent', '--testPathPatterns', '^(?!.*/run-jobs)')).toEqual(passed);
  });
});
