import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { prod } from '../config/prod';
import { type Figure, median } from './figure';
import { runCommand } from './processes';

/** Measures how long `npm run map -- --check`, which draws every diagram and compares it with docs/map.md, takes in a separate process. */
export async function mapFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, prod);
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { seconds } = await runCommand(root, ['map', '--check']);
    runs.push(seconds);
  }
  return [{ name: 'npm run map for our own stacks', value: median(runs) * 1000, unit: 'ms', limit: { most: 1000 } }];
}
