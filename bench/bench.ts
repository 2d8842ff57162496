import { createCommand, runCommand } from '@himeshima/cli';
import { type Figure, failsBadly, figureLine } from './figure';

/** Benchmarks by name. They are loaded on demand, because the memory benchmark measures the whole process. */
const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  monitors: async () => (await import('./monitors.js')).monitorFigures(),
  sql: async () => (await import('./sql.js')).sqlFigures(),
  synth: async () => (await import('./synth.js')).synthFigures(process.cwd()),
  flow: async () => (await import('./flow.js')).flowFigures(process.cwd()),
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
  memory: async () => (await import('./memory.js')).memoryFigures(process.cwd()),
};

interface Options {
  readonly only?: string | undefined;
  readonly json: boolean;
}

async function bench({ only, json }: Options): Promise<void> {
  const chosen = only === undefined ? Object.keys(parts).filter((name) => name !== 'memory') : [only];
  let failed = false;
  for (const name of chosen) {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new Error(`invalid --only "${name}": expected ${Object.keys(parts).join(', ')}`);
    for (const figure of await part()) {
      console.log(json ? JSON.stringify(figure) : figureLine(figure));
      failed ||= failsBadly(figure);
    }
  }
  if (failed) process.exitCode = 1;
}

const command = createCommand('npm run bench --', {
  summary:
    'Measures the documented figures and prints each with its limit: ✓ within the limit, ~ outside, ✗ off by more than a factor of two (exit code 1).',
  example: 'npm run bench -- --only flow',
})
  .option(
    '--only <name>',
    `one benchmark: ${Object.keys(parts).join(', ')} (default: all except memory, which takes ten minutes)`,
  )
  .option('--json', 'print one JSON object per line', false)
  .action(bench);

void runCommand(command);
