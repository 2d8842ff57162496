import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Judges the tree in a folder by the room table. In a process: dependency-cruiser is an ES module, which jest cannot load. */
async function judge(folder: string) {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [program, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', '.'];
  const text = await new Promise<string>((resolve, reject) => {
    // It exits with the number of breaches: what it printed counts.
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout) =>
      stdout === '' ? reject(error) : resolve(stdout),
    );
  });
  const { summary } = Cruise.parse(JSON.parse(text));
  return {
    files: summary.totalCruised,
    breaches: summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`),
  };
}

/** The house in small: each room with a file that imports all it may. */
const allowed: Readonly<Record<string, string>> = {
  'contracts/topics.ts': 'export const x = 1;',
  'config/dev.ts': "import '../contracts/topics';",
  'lib/iot/rule.ts': "import 'node:crypto'; import './topic'; export const x = 1;",
  'lib/iot/topic.ts': 'export type Topic = string;',
  'lib/iot/rule.fixture.ts': 'export const x = 1;',
  'lib/iot/rule.test.ts': "import './rule'; import './rule.fixture'; import 'node:child_process';",
  'lib/datadog/monitor.ts': 'export const x = 1;',
  'functions/shared/parse.ts': "import '../../contracts/topics';",
  'functions/power-on/handler.ts': "import '../shared/parse'; import './core'; import '../../contracts/topics';",
  'functions/power-on/core.ts': 'export const x = 1;',
  'functions/timer/handler.ts': "import '../shared/parse';",
  'monitors/iot.ts': "import '../config/dev'; import '../contracts/topics'; import '../lib/datadog/monitor';",
  'stacks/platform-stack.ts':
    "import '../config/dev'; import '../contracts/topics'; import '../monitors/iot'; import '../lib/iot/rule';",
  'main.ts': "import './config/dev'; import './stacks/platform-stack';",
  'local/broker.ts': "import '../lib/iot/rule'; import 'node:net';",
  'devices/light.ts': "import '../contracts/topics';",
  'review/note.ts': "import '../lib/datadog/monitor';",
  'commands/synth.ts': "import './bundling/bundle'; import('../main.js'); import '../local/broker';",
  'commands/bundling/bundle.ts': 'export const x = 1;',
  'tests/story.ts': "import '../commands/bundling/bundle'; import '../main'; import '../functions/power-on/handler';",
  'bench/messages.ts': "import '../local/broker'; import '../commands/bundling/bundle';",
};

/** One breach a row and more: the file, what it says, and what is to be said of it. */
const planted = [
  ['contracts/a.ts', "import '../config/dev';", 'contracts-row', 'config/dev.ts'],
  [
    'contracts/b.ts',
    "import type { X } from '../lib/iot/rule'; export type Y = X;",
    'contracts-row',
    'lib/iot/rule.ts',
  ],
  ['lib/iot/a.ts', "import '../datadog/monitor';", 'lib-row', 'lib/datadog/monitor.ts'],
  ['lib/iot/b.ts', "export type X = import('../../contracts/topics').X;", 'lib-row', 'contracts/topics.ts'],
  ['lib/iot/c.ts', "import 'node:fs';", 'lib-is-pure', 'fs'],
  ['lib/iot/d.ts', "import './rule.fixture';", 'tests-are-not-shipped', 'lib/iot/rule.fixture.ts'],
  ['config/a.ts', "import '../stacks/platform-stack';", 'config-row', 'stacks/platform-stack.ts'],
  ['functions/timer/a.ts', "import '../power-on/core';", 'functions-row', 'functions/power-on/core.ts'],
  ['functions/shared/a.ts', "import '../power-on/core';", 'functions-row', 'functions/power-on/core.ts'],
  ['functions/timer/b.ts', "import('../../lib/iot/rule');", 'functions-row', 'lib/iot/rule.ts'],
  ['monitors/a.ts', "import '../lib/iot/rule';", 'monitors-row', 'lib/iot/rule.ts'],
  ['stacks/a.ts', "import '../functions/power-on/core';", 'stacks-row', 'functions/power-on/core.ts'],
  ['stacks/monitors/a.ts', "import '../../local/broker';", 'stacks-row', 'local/broker.ts'],
  ['local/a.ts', "const x = require('../stacks/platform-stack');", 'local-row', 'stacks/platform-stack.ts'],
  ['local/b.ts', "import '../contracts/topics';", 'local-row', 'contracts/topics.ts'],
  ['devices/a.ts', "import '../local/broker';", 'devices-row', 'local/broker.ts'],
  ['review/a.ts', "import '../config/dev';", 'review-row', 'config/dev.ts'],
  ['commands/a.ts', "import '../tests/story';", 'commands-row', 'tests/story.ts'],
  ['tests/a.test.ts', "import '../commands/synth';", 'tests-row', 'commands/synth.ts'],
  ['bench/a.ts', "import '../tests/story';", 'bench-row', 'tests/story.ts'],
  ['attic/a.ts', "import '../lib/iot/rule';", 'a-file-is-in-a-room', 'lib/iot/rule.ts'],
  ['local/c.ts', "import './d'; export const x = 1;", 'no-circle', 'local/d.ts'],
  ['local/e.ts', "import { y } from './f'; export type X = typeof y;", 'no-circle', 'local/f.ts'],
  ['tests/b.test.ts', "import './gone';", 'everything-resolves', './gone'],
] as const;

/** What `main` may not know, in a tree of its own: it is a file and no folder. */
const otherMain = { 'main.ts': "import './monitors/iot';", 'monitors/iot.ts': 'export const x = 1;' };

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function write(tree: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-rooms-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  return folder;
}

// That the tree keeps to the table, `npm run check` sees.
describe('the room table', () => {
  test('what a room may import, it may', async () => {
    expect((await judge(write(allowed))).breaches).toEqual([]);
  }, 30_000);

  test('every breach is refused by the name of its row, and nothing else is', async () => {
    const breaching = Object.fromEntries(planted.map(([path, text]) => [path, text]));
    const circles = {
      'local/d.ts': "import './c'; export const y = 1;",
      'local/f.ts': "import type { X } from './e'; export const y = 1; export type Y = X;",
    };
    const { breaches } = await judge(write({ ...allowed, ...breaching, ...circles }));
    expect([...breaches].sort()).toEqual(planted.map(([from, , rule, to]) => `${rule}: ${from} → ${to}`).sort());
    expect((await judge(write(otherMain))).breaches).toEqual(['main-row: main.ts → monitors/iot.ts']);
  }, 30_000);

  test('every row has its breach', () => {
    const { forbidden } = z
      .object({ forbidden: z.array(z.object({ name: z.string() })) })
      .parse(require(join(root, '.dependency-cruiser.cjs')));
    const seen = new Set<string>([...planted.map(([, , rule]) => rule), 'main-row']);
    expect(forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  });
});
