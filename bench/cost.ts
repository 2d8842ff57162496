import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { dev } from '../config/dev';
import { type Figure, median } from './figure';
import { runCommand } from './processes';

/** Measures how long `npm run cost` takes for our own stacks, in a separate process, from start to output. */
export async function costFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, dev);
  const runs: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { seconds } = await runCommand(root, ['cost', '--devices', '100000', '--rate', '1/min']);
    runs.push(seconds);
  }
  return [{ name: 'npm run cost for our own stacks', value: median(runs) * 1000, unit: 'ms', limit: { most: 500 } }];
}
