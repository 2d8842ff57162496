import { parseArgs } from 'node:util';
import { type Figure, failsBadly, figureLine } from './figure';

const help = `npm run bench [-- --only monitors|sql|synth|flow|telemetry|api|live|query|fleet|devices|fanIn|connections|review|cost|map|pipeline|memory] [-- --json]

  Measures what is promised and prints each figure beside its limit. ✓ holds, ~ is missed, ✗ is missed by more than
  half: then the exit code is 1. memory takes ten minutes, and runs only if it is named.

  example   npm run bench -- --only flow`;

async function bench(): Promise<void> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(help);
  const root = process.cwd();
  // Each is loaded when it is its turn: the memory of the first is that of the whole process.
  const parts: Record<string, () => Promise<Figure[]>> = {
    monitors: async () => (await import('./monitors.js')).monitorFigures(),
    sql: async () => (await import('./sql.js')).sqlFigures(),
    synth: async () => (await import('./synth.js')).synthFigures(root),
    flow: async () => (await import('./flow.js')).flowFigures(root),
    telemetry: async () => (await import('./telemetry.js')).telemetryFigures(root),
    api: async () => (await import('./api.js')).apiFigures(root),
    live: async () => (await import('./live.js')).liveFigures(root),
    query: async () => (await import('./query.js')).queryFigures(),
    fleet: async () => (await import('./fleet.js')).fleetFigures(root),
    devices: async () => (await import('./devices.js')).deviceFigures(root),
    fanIn: async () => (await import('./fan-in.js')).fanInFigures(root),
    connections: async () => (await import('./connections.js')).connectionFigures(root),
    review: async () => (await import('./review.js')).reviewFigures(root),
    cost: async () => (await import('./cost.js')).costFigures(root),
    map: async () => (await import('./map.js')).mapFigures(root),
    pipeline: async () => (await import('./pipeline.js')).pipelineFigures(root),
    memory: async () => (await import('./memory.js')).memoryFigures(root),
  };
  const chosen = values.only === undefined ? Object.keys(parts).filter((name) => name !== 'memory') : [values.only];
  let failed = false;
  for (const name of chosen) {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (part === undefined) throw new Error(`--only ${name} is not known; known: ${Object.keys(parts).join(', ')}`);
    for (const figure of await part()) {
      console.log(values.json === true ? JSON.stringify(figure) : figureLine(figure));
      failed ||= failsBadly(figure);
    }
  }
  if (failed) process.exitCode = 1;
}

bench().catch((error: unknown) => {
  console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
