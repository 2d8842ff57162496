import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, type Change, changesIn } from './places-per-change/guide-changes';

// each test runs programs on a copy of the repository
jest.setTimeout(180_000);

interface Addition {
  readonly what: string;
  /** Maximum number of files that a developer writes or edits. Generated files do not count. */
  readonly limit: number;
  readonly changes: readonly Change[];
  /** For each existing file, the texts that follow the changes. */
  readonly places: Readonly<Record<string, readonly string[]>>;
}

const additions: readonly Addition[] = [
  {
    what: 'a monitor',
    limit: 3,
    changes: [
      ...changesIn('add-a-monitor'),
      { path: 'docs/runbooks/dead-letters-waiting.md', text: '`dead_letters_old`, ' },
    ],
    places: {
      'monitors/sqs.ts': [''],
      'monitors/sqs.test.ts': [''],
      'docs/runbooks/dead-letters-waiting.md': ['`dead_letters_expiring`'],
    },
  },
  {
    what: 'a function with a rule and a table',
    limit: 5,
    changes: changesIn('add-a-function'),
    places: { 'contracts/bindings.ts': ['};\n'], 'stacks/features/power.ts': ['  }\n}\n'] },
  },
  {
    what: 'an API operation',
    limit: 5,
    changes: changesIn('add-an-operation'),
    places: {
      'api/openapi.yaml': ['  /devices/{thing}/owner:\n', '    Owner:\n'],
      'functions/api/operations.ts': ['const ReadingsStart', '    ...commandOperations('],
      'functions/shared/belongings-table.ts': ['  /** Lists the devices of an owner', '    async devicesOf('],
      'functions/api/operations.test.ts': ['        devicesOf: async', ''],
      'stacks/features/api.ts': ['        queryIndex(belongings),'],
    },
  },
];

const root = process.cwd();
const notCopied = ['node_modules', 'build', 'cdktf.out', 'coverage', '.git', '.himeshima'];
let copy: string;
beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'himeshima-places-'));
  for (const entry of readdirSync(root))
    if (!notCopied.includes(entry)) cpSync(join(root, entry), join(copy, entry), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { changes, places } of additions) apply(copy, changes, places);
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs a program of Node.js in the copy. @returns its exit code, and its output if it failed */
function run(...args: readonly string[]): Promise<{ readonly status: number | null; readonly output?: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: copy });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => output.push(String(data)));
    child.once('error', reject);
    child.once('close', (status) => resolve(status === 0 ? { status } : { status, output: output.join('') }));
  });
}

const tool = (path: string) => join('node_modules', path);
const jestIn = (...args: readonly string[]) => run(tool('jest/bin/jest.js'), '--silent', ...args);

describe('an addition', () => {
  test.each(additions.map(({ what, limit, changes }) => ({ what, limit, changes })))(
    '$what touches at most $limit files',
    ({ limit, changes }) => {
      expect([...new Set(changes.map(({ path }) => path))].slice(limit)).toEqual([]);
    },
  );

  test('is complete: the copy has valid types, and its tests pass', async () => {
    expect(await run(join('commands', 'run.mjs'), 'api-docs')).toEqual({ status: 0 });
    expect(await run(tool('@biomejs/biome/bin/biome'), 'check', '--write', '.')).toEqual({ status: 0 });
    expect(await run(join('commands', 'run.mjs'), 'synth')).toEqual({ status: 0 });
    const results = await Promise.all([
      run(tool('typescript/bin/tsc'), '--noEmit', '-p', '.'),
      jestIn(
        'functions/brightness',
        'functions/api',
        'monitors/sqs',
        'monitors/lambda',
        'tests/invariants',
        'commands/bundling/bundle-functions',
      ).then(async (result) =>
        result.status === 0 ? jestIn('tests/end-to-end/api.test', '-t', 'nameDevice|request to paste') : result,
      ),
    ]);
    expect(results).toEqual([{ status: 0 }, { status: 0 }]);
  });
});
