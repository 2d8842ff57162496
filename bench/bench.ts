import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createCommand, runCommand } from '@himeshima/cli';
import { measureSpeed } from './calibration';
import { type Figure, figureLine, verdictOf } from './figure';
import { type MeasuredFigures, performancePage } from './performance-page';

/** Benchmarks by name. They are loaded on demand, because the memory benchmark measures the whole process. */
const benchmarks: Readonly<Record<string, () => Promise<Figure[]>>> = {
  monitors: async () => (await import('./monitors.js')).monitorFigures(),
  sql: async () => (await import('./sql.js')).sqlFigures(),
  synth: async () => (await import('./synth.js')).synthFigures(process.cwd()),
  flow: async () => (await import('./flow.js')).flowFigures(process.cwd()),
  console: async () => (await import('./console.js')).consoleFigures(process.cwd()),
  watch: async () => (await import('./watch.js')).watchFigures(process.cwd()),
  registry: async () => (await import('./registry.js')).registryFigures(process.cwd()),
  telemetry: async () => (await import('./telemetry.js')).telemetryFigures(process.cwd()),
  api: async () => (await import('./api.js')).apiFigures(process.cwd()),
  live: async () => (await import('./live.js')).liveFigures(process.cwd()),
  query: async () => (await import('./query.js')).queryFigures(),
  fleet: async () => (await import('./fleet.js')).fleetFigures(process.cwd()),
  devices: async () => (await import('./devices.js')).deviceFigures(process.cwd()),
  fanIn: async () => (await import('./fan-in.js')).fanInFigures(process.cwd()),
  connections: async () => (await import('./connections.js')).connectionFigures(process.cwd()),
  review: async () => (await import('./review.js')).reviewFigures(process.cwd()),
  cost: async () => (await import('./cost.js')).costFigures(process.cwd()),
  map: async () => (await import('./map.js')).mapFigures(process.cwd()),
  pipeline: async () => (await import('./pipeline.js')).pipelineFigures(process.cwd()),
  check: async () => (await import('./check.js')).checkFigures(process.cwd()),
  tests: async () => (await import('./tests.js')).testFigures(process.cwd()),
  memory: async () => (await import('./memory.js')).memoryFigures(process.cwd()),
};

/** Benchmarks that take several minutes. They run only if selected with --only, or for --page. */
const long: ReadonlySet<string> = new Set(['tests', 'memory']);

interface Options {
  readonly only: readonly string[];
  readonly json: boolean;
  readonly page: boolean;
}

async function bench({ only, json, page }: Options): Promise<void> {
  const chosen = only.length === 0 ? Object.keys(benchmarks).filter((name) => page || !long.has(name)) : only;
  const unknown = chosen.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined)
    throw new Error(`invalid --only "${unknown}": expected ${Object.keys(benchmarks).join(', ')}`);
  const measured: MeasuredFigures[] = [];
  if (!json) console.log(`  ${'figure'.padEnd(62)} measured  at reference speed`);
  for (const name of chosen) {
    const one = await run(name);
    measured.push(one);
    if (!json) console.log(`${name}: ${one.speed.toFixed(2)} × reference speed`);
    for (const figure of one.figures)
      console.log(json ? JSON.stringify({ ...figure, speed: one.speed }) : figureLine(figure, one.speed));
  }
  if (page) {
    writeFileSync('docs/performance.md', performancePage(measured, new Date()));
    execFileSync(process.execPath, [
      'node_modules/@biomejs/biome/bin/biome',
      'format',
      '--write',
      'docs/performance.md',
    ]);
  }
  if (measured.some(({ figures, speed }) => figures.some((figure) => verdictOf(figure, speed) === 'failed')))
    process.exitCode = 1;
}

/** Runs a benchmark. Measures the machine's speed before and after it, because other load affects the speed. */
async function run(name: string): Promise<MeasuredFigures> {
  const before = measureSpeed();
  const figures = (await benchmarks[name]?.()) ?? [];
  return { name, figures, speed: (before + measureSpeed()) / 2 };
}

const command = createCommand('npm run bench --', {
  summary:
    'Measures the documented figures and prints each with its limit: ✓ within the limit, ~ outside, ✗ off by more than a factor of two (exit code 1). The limits apply at the reference speed; a calibration measures the speed of this machine.',
  example: 'npm run bench -- --only flow',
})
  .option(
    '--only <name>',
    `benchmark to run, repeatable: ${Object.keys(benchmarks).join(', ')} (default: all except ${[...long].join(' and ')}, which take several minutes)`,
    (name: string, names: string[]) => [...names, name],
    [],
  )
  .option('--json', 'print one JSON object per line', false)
  .option('--page', 'run every benchmark and write docs/performance.md', false)
  .action(bench);

void runCommand(command);
