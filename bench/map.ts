import { synthesizeIfStale } from '../commands/platform/synthesize-if-stale';
import { prod } from '../config/prod';
import { type Figure, measureRepeatedly, median } from './figure';
import { runCommand } from './processes';

/** Measures `npm run map -- --check` in a separate process. The command draws every diagram and compares it with docs/map.md. */
export async function mapFigures(root: string): Promise<Figure[]> {
  await synthesizeIfStale(root, prod);
  const runs = await measureRepeatedly(() => runCommand(root, ['map', '--check']));
  return [
    {
      name: 'npm run map for our own stacks',
      value: median(runs.map(({ seconds }) => seconds)) * 1000,
      unit: 'ms',
      limit: { most: 1000 },
    },
  ];
}
