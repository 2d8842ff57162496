import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { dev } from '../config/dev';
import { type Figure, measureRepeatedly, median } from './figure';
import { runCommand } from './processes';

/** Measures how long `npm run cost` takes for our own stacks, in a separate process, from start to output. */
export async function costFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, dev);
  const runs = await measureRepeatedly(() => runCommand(root, ['cost', '--devices', '100000', '--rate', '1/min']));
  return [
    {
      name: 'npm run cost for our own stacks',
      value: median(runs.map(({ seconds }) => seconds)) * 1000,
      unit: 'ms',
      limit: { most: 250 },
      profile:
        'starting the program takes 52% of the time, reading the stacks 13%, and matching messages with rules 12%.',
    },
  ];
}
