import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyRepository, omitOutput } from '../repository-copy';
import { removalsIn, removeFeature } from './feature-removal/removal-guide';
import { apply, changesIn } from './places-per-change/guide-changes';

// each removal checks the types and synthesizes the stacks; afterwards, the remaining tests run
jest.setTimeout(900_000);

const root = process.cwd();
const removals = removalsIn(readFileSync(join('docs', 'guides', 'make-it-your-own.md'), 'utf8'));
const passed = { status: 0 };
const copy = copyRepository();
beforeAll(() => {
  // some tests read the list of tracked files
  execFileSync('git', ['init', '--quiet'], { cwd: copy.folder });
  apply(copy.folder, changesIn('add-a-device'), {
    'contracts/bindings.ts': ['};\n'],
    'stacks/platform-stack.ts': ["    const { policy } = new Fleet(this, 'fleet'"],
  });
});
afterAll(() => copy.remove());

test('the guide covers every feature, except the features that every platform needs', () => {
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

describe('removing features in the order of the guide', () => {
  test.each(removals)('the repository type-checks and synthesizes after the removal of $feature', async (removal) => {
    removeFeature(copy.folder, removal);
    const folders = ['commands', 'config', 'contracts', 'devices', 'functions', 'monitors', 'stacks', 'tests'];
    expect(omitOutput(await copy.biome('--write', '--unsafe', ...folders))).toEqual(passed);
    expect(omitOutput(await copy.command('api-docs'))).toEqual(passed);
    const ended = await Promise.all([copy.types(), copy.command('synth')]);
    expect(ended.map(omitOutput)).toEqual([passed, passed]);
  });

  test('the remaining tests pass after all removals', async () => {
    execFileSync('git', ['add', '--all'], { cwd: copy.folder });
    expect(omitOutput(await copy.jest())).toEqual(passed);
  });
});
