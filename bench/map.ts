import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { prod } from '../config/prod';
import { type Figure, median } from './figure';
import { runCommand } from './processes';

/** Every picture of the architecture, as a process: read, laid out, drawn, and held against what is there. */
export async function mapFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, prod);
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { seconds } = await runCommand(root, ['map', '--check']);
    runs.push(seconds);
  }
  return [
    { name: 'map of our own stacks, whole and parts', value: median(runs) * 1000, unit: 'ms', limit: { most: 1000 } },
  ];
}
