import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { startPlatformProcess } from '../commands/platform/platform-process';
import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../config/environments';
import { type Figure, measureRepeatedly, median } from './figure';

/** Files and folders that a running platform reads, including the output of the last synthesis. */
const copied = [
  ...['api', 'commands', 'config', 'contracts', 'functions', 'monitors', 'packages', 'stacks'],
  ...['build/functions', 'build/inputs', 'cdktf.out'],
  ...['main.ts', 'package.json', 'package-lock.json', 'tsconfig.json'],
];

interface Edit {
  readonly file: string;
  /** Text that each run replaces with another value. */
  readonly text: RegExp;
  replacement(run: number): string;
  /** Text in the message that reports the change. */
  readonly reported: string;
}

const edits = {
  function: {
    file: 'functions/power-on/handler.ts',
    text: /$/,
    replacement: (run: number) => `\nexport const run${run} = ${run};\n`,
    reported: 'power-on was rebundled',
  },
  monitor: {
    file: 'monitors/step-functions.ts',
    text: /executions_failed\{\*\}\.as_count\(\) >= \d+/,
    replacement: (run: number) => `executions_failed{*}.as_count() >= ${run + 2}`,
    reported: 'monitor changes take effect',
  },
  stack: {
    file: 'stacks/features/power.ts',
    text: /seconds\(\d+\)/,
    replacement: (run: number) => `seconds(${run + 11})`,
    reported: 'updated aws_lambda_function.power_on',
  },
} satisfies Record<string, Edit>;

/** Measures the time from saving an edited file until the running platform has applied the edit. */
export async function watchFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const copy = mkdtempSync(join(tmpdir(), 'himeshima-bench-watch-'));
  for (const entry of copied)
    cpSync(join(root, entry), join(copy, entry), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const platform = await startPlatformProcess({ root: copy, directory: join(copy, 'state'), args: ['--watch'] });
  try {
    await platform.event(({ kind, text }) => kind === 'note' && String(text).includes('watching'), 'the watch');
    const measureReload = async (edit: Edit) => {
      let run = 0;
      return median(
        await measureRepeatedly(() => millisecondsOf({ ...edit, file: join(copy, edit.file) }, platform, run++)),
      );
    };
    return [
      {
        name: 'applying an edited function',
        value: await measureReload(edits.function),
        unit: 'ms',
        limit: { most: 300 },
        profile:
          'the edit is detected after 45 ms, including a pause of 30 ms for further writes, and esbuild bundles the function and its AWS SDK in 160 ms.',
      },
      {
        name: 'applying an edited monitor',
        value: await measureReload(edits.monitor),
        unit: 'ms',
        limit: { most: 300 },
      },
      {
        name: 'applying an edited stack',
        value: await measureReload(edits.stack),
        unit: 'ms',
        limit: { most: 2000 },
      },
    ];
  } finally {
    await platform.stop();
    rmSync(copy, { recursive: true, force: true });
  }
}

async function millisecondsOf(edit: Edit, platform: LocalAwsProcess, run: number): Promise<number> {
  const reports = () => platform.events.filter(({ text }) => String(text).includes(edit.reported)).length;
  const before = reports();
  const source = readFileSync(edit.file, 'utf8');
  const started = performance.now();
  writeFileSync(edit.file, source.replace(edit.text, edit.replacement(run)));
  await poll(() => (reports() > before ? true : undefined), edit.reported, 60, 5);
  return performance.now() - started;
}
