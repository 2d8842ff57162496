import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, median, peakFigures } from './figure';
import { runCommand } from './processes';

/** Measures the synthesis of every environment, with fresh bundles and without bundles. */
export async function synthFigures(root: string): Promise<Figure[]> {
  const out = join(tmpdir(), `himeshima-bench-${process.pid}`);
  try {
    const fromNothing = [];
    for (let run = 0; run < 3; run++) {
      rmSync(join(root, 'build', 'functions'), { recursive: true, force: true });
      fromNothing.push(await runCommand(root, ['synth', '--out', out]));
    }
    const fresh = [];
    for (let run = 0; run < 3; run++) fresh.push(await runCommand(root, ['synth', '--out', out]));
    return [
      {
        name: 'synth of all environments, bundles included',
        value: median(fromNothing.map((run) => run.seconds)),
        unit: 's',
        limit: { most: 2 },
      },
      {
        name: 'synth of all environments, fresh bundles',
        value: median(fresh.map((run) => run.seconds)),
        unit: 's',
        limit: { most: 2 },
      },
      ...peakFigures(
        'synth with bundles, peak memory of node',
        fromNothing.map((run) => run.peakMegabytes),
        { most: 250 },
      ),
      ...peakFigures(
        'peak memory of the bundling, with esbuild (no limit set)',
        fromNothing.map((run) => run.childrenMegabytes),
        { least: 0 },
      ),
    ];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
