import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const root = process.cwd();
const Cruise = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Applies the import rules to a folder, in a separate process because Jest cannot load the ES module dependency-cruiser. */
async function judge(folder: string) {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', '.'];
  const text = await new Promise<string>((resolve, reject) => {
    // ignore the exit code, because it is the number of violations
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout) =>
      stdout === '' ? reject(error) : resolve(stdout),
    );
  });
  const { summary } = Cruise.parse(JSON.parse(text));
  return {
    files: summary.totalCruised,
    violations: summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`),
  };
}

const manifest = (name: string) =>
  JSON.stringify({ name: `@himeshima/${name}`, exports: { '.': { source: './src/index.ts' } } });

/** Files of a small repository. Each folder has a file with all imports that the folder may use. */
const allowed: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
  'contracts/topics.ts': 'export const x = 1;',
  'config/dev.ts': "import '../contracts/topics'; import '@himeshima/constructs';",
  'packages/iot/package.json': manifest('iot'),
  'packages/iot/src/index.ts': "import 'node:crypto'; import './topic'; export const x = 1;",
  'packages/iot/src/topic.ts': 'export type Topic = string;',
  'packages/iot/src/rule.fixture.ts': 'export const x = 1;',
  'packages/iot/src/rule.test.ts': "import './index'; import './rule.fixture'; import 'node:child_process';",
  'packages/iot/src/cli/iot-rule.ts': "import '@himeshima/cli'; import '../index'; import 'node:fs';",
  'packages/cli/package.json': manifest('cli'),
  'packages/cli/src/index.ts': "import 'node:fs'; export const x = 1;",
  'packages/datadog-monitors/package.json': manifest('datadog-monitors'),
  'packages/datadog-monitors/src/index.ts': 'export const x = 1;',
  'packages/datadog-monitors/src/cli/a.ts': "import '@himeshima/terraform-json';",
  'packages/terraform-json/package.json': manifest('terraform-json'),
  'packages/terraform-json/src/index.ts': "import './value'; export const x = 1;",
  'packages/terraform-json/src/value.ts': 'export const y = 1;',
  'packages/constructs/package.json': manifest('constructs'),
  'packages/constructs/src/index.ts': "import '@himeshima/iot'; export const x = 1;",
  'packages/console/src/client.ts': "import type { X } from './schema'; export type Y = X;",
  'packages/console/src/schema.ts': 'export type X = string;',
  'packages/create/package.json': manifest('create'),
  'packages/create/src/index.ts': "import '@himeshima/cli';",
  'packages/local-aws/package.json': manifest('local-aws'),
  'packages/local-aws/src/index.ts': "import '@himeshima/iot'; import 'node:net'; import './lambda';",
  'packages/local-aws/src/lambda.ts': 'export const x = 1;',
  'packages/plan-review/package.json': manifest('plan-review'),
  'packages/plan-review/src/index.ts': "import '@himeshima/datadog-monitors';",
  'functions/shared/parse-input.ts': "import '../../contracts/topics';",
  'functions/power-on/handler.ts': "import '../shared/parse-input'; import './core'; import '../../contracts/topics';",
  'functions/power-on/core.ts': 'export const x = 1;',
  'functions/timer/handler.ts': "import '../shared/parse-input';",
  'monitors/iot.ts': "import '../config/dev'; import '../contracts/topics'; import '@himeshima/datadog-monitors';",
  'stacks/platform-stack.ts':
    "import '../config/dev'; import '../contracts/topics'; import '../monitors/iot'; import '@himeshima/constructs';",
  'stacks/features/power.ts': 'export const x = 1;',
  'stacks/features/alarms/alarms.ts': "import './bell';",
  'stacks/features/alarms/bell.ts': 'export const x = 1;',
  'main.ts': "import './config/dev'; import './stacks/platform-stack';",
  'devices/light.ts': "import '../contracts/topics';",
  'commands/synth.ts': "import './bundling/bundle'; import('../main.js'); import '@himeshima/local-aws';",
  'commands/bundling/bundle.ts': 'export const x = 1;',
  'tests/story.ts': "import '../commands/bundling/bundle'; import '../main'; import '../functions/power-on/handler';",
  'bench/messages.ts': "import '@himeshima/local-aws'; import '../commands/bundling/bundle';",
};

const face = (name: string) => `packages/${name}/src/index.ts`;

/** Violations of every rule, each with its file, text, rule and imported file. */
const planted = [
  ['contracts/a.ts', "import '../config/dev';", 'contracts', 'config/dev.ts'],
  ['contracts/b.ts', "import type { X } from '@himeshima/iot'; export type Y = X;", 'contracts', face('iot')],
  ['packages/iot/src/a.ts', "import '@himeshima/datadog-monitors';", 'pure-packages', face('datadog-monitors')],
  [
    'packages/iot/src/b.ts',
    "export type X = import('../../../contracts/topics').X;",
    'pure-packages',
    'contracts/topics.ts',
  ],
  ['packages/iot/src/c.ts', "import 'node:fs';", 'no-io-in-pure-packages', 'fs'],
  ['packages/iot/src/e.ts', "import '@himeshima/cli';", 'no-program-imports', face('cli')],
  [
    'packages/iot/src/f.ts',
    "import '@himeshima/terraform-json';",
    'no-terraform-in-pure-packages',
    face('terraform-json'),
  ],
  ['packages/cli/src/a.ts', "import '@himeshima/iot';", 'cli', face('iot')],
  ['packages/iot/src/d.ts', "import './rule.fixture';", 'no-test-code-in-products', 'packages/iot/src/rule.fixture.ts'],
  ['packages/console/src/a.ts', "import '@himeshima/local-aws';", 'console', face('local-aws')],
  ['packages/create/src/a.ts', "import '@himeshima/constructs';", 'create', face('constructs')],
  ['packages/constructs/src/a.ts', "import '../../../config/dev';", 'constructs', 'config/dev.ts'],
  ['config/a.ts', "import '../stacks/platform-stack';", 'config', 'stacks/platform-stack.ts'],
  ['functions/timer/a.ts', "import '../power-on/core';", 'functions', 'functions/power-on/core.ts'],
  ['functions/shared/a.ts', "import '../power-on/core';", 'functions', 'functions/power-on/core.ts'],
  ['functions/timer/b.ts', "import('@himeshima/iot');", 'functions', face('iot')],
  ['monitors/a.ts', "import '@himeshima/iot';", 'monitors', face('iot')],
  ['stacks/a.ts', "import '../functions/power-on/core';", 'stacks', 'functions/power-on/core.ts'],
  ['stacks/features/a.ts', "import './power';", 'no-imports-between-features', 'stacks/features/power.ts'],
  [
    'stacks/features/power/b.ts',
    "import '../alarms/bell';",
    'no-imports-between-features',
    'stacks/features/alarms/bell.ts',
  ],
  ['stacks/monitors/a.ts', "import '@himeshima/local-aws';", 'stacks', face('local-aws')],
  [
    'packages/local-aws/src/a.ts',
    "const x = require('../../../stacks/platform-stack');",
    'local-aws',
    'stacks/platform-stack.ts',
  ],
  ['packages/local-aws/src/b.ts', "import '@himeshima/plan-review';", 'local-aws', face('plan-review')],
  [
    'packages/local-aws/src/g.ts',
    "import '../../iot/src/topic';",
    'other-package-by-name',
    'packages/iot/src/topic.ts',
  ],
  ['devices/a.ts', "import '@himeshima/local-aws';", 'devices', face('local-aws')],
  ['packages/plan-review/src/a.ts', "import '../../../config/dev';", 'plan-review', 'config/dev.ts'],
  ['commands/a.ts', "import '../tests/story';", 'commands', 'tests/story.ts'],
  [
    'commands/b.ts',
    "import '../packages/local-aws/src/lambda';",
    'package-by-name',
    'packages/local-aws/src/lambda.ts',
  ],
  ['commands/c.ts', "import '@himeshima/iot/src/topic';", 'no-unresolved-imports', '@himeshima/iot/src/topic'],
  ['tests/a.test.ts', "import '../commands/synth';", 'tests', 'commands/synth.ts'],
  ['bench/a.ts', "import '../tests/story';", 'bench', 'tests/story.ts'],
  ['attic/a.ts', "import '@himeshima/iot';", 'known-folder', face('iot')],
  [
    'packages/local-aws/src/c.ts',
    "import './d'; export const x = 1;",
    'no-circular-imports',
    'packages/local-aws/src/d.ts',
  ],
  [
    'packages/local-aws/src/e.ts',
    "import { y } from './f'; export type X = typeof y;",
    'no-circular-imports',
    'packages/local-aws/src/f.ts',
  ],
  ['tests/b.test.ts', "import './gone';", 'no-unresolved-imports', './gone'],
] as const;

/** A violation in `main.ts`, in a separate tree because a repository has only one `main.ts`. */
const otherMain = { 'main.ts': "import './monitors/iot';", 'monitors/iot.ts': 'export const x = 1;' };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function write(tree: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-import-rules-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  // link the packages as npm links workspaces
  mkdirSync(join(folder, 'node_modules', '@himeshima'), { recursive: true });
  for (const name of ['cli', 'constructs', 'iot', 'datadog-monitors', 'local-aws', 'plan-review', 'terraform-json'])
    symlinkSync(join('..', '..', 'packages', name), join(folder, 'node_modules', '@himeshima', name));
  return folder;
}

// These tests only check the rules; `npm run check` applies the rules to the repository itself.
describe('the import rules', () => {
  test('reports no import that a folder may use', async () => {
    expect((await judge(write(allowed))).violations).toEqual([]);
  }, 30_000);

  test('reports only violations, each with the name of its rule', async () => {
    const violating = Object.fromEntries(planted.map(([path, text]) => [path, text]));
    const circles = {
      'packages/local-aws/src/d.ts': "import './c'; export const y = 1;",
      'packages/local-aws/src/f.ts': "import type { X } from './e'; export const y = 1; export type Y = X;",
    };
    const { violations } = await judge(write({ ...allowed, ...violating, ...circles }));
    expect([...violations].sort()).toEqual(planted.map(([from, , rule, to]) => `${rule}: ${from} → ${to}`).sort());
    expect((await judge(write(otherMain))).violations).toEqual(['main: main.ts → monitors/iot.ts']);
  }, 30_000);

  test('every rule has a planted violation', () => {
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(require(join(root, '.dependency-cruiser.cjs')));
    const seen = new Set<string>([...planted.map(([, , rule]) => rule), 'main']);
    expect(forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });
});
