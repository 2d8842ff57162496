import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Figure, measureRepeatedly, median } from './figure';
import { runCommand } from './processes';

/** Caches that `npm run check` writes below build/. */
const caches = ['types.tsbuildinfo', 'import-rules', 'knip'];

/** Measures `npm run check` without caches, as in CI, and with caches, as after an edit. */
export async function checkFigures(root: string): Promise<Figure[]> {
  const check = async () => (await runCommand(root, ['check'])).seconds;
  for (const cache of caches) rmSync(join(root, 'build', cache), { recursive: true, force: true });
  const cold = await check();
  const warm = median(await measureRepeatedly(check));
  return [
    { name: 'npm run check without caches, one run', value: cold, unit: 's', limit: { most: 35 } },
    { name: 'npm run check with caches', value: warm, unit: 's', limit: { most: 15 } },
  ];
}
