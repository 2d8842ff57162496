import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, measureRepeatedly, median, peakFigures } from './figure';
import { isInstalled } from './is-installed';
import { runCommand } from './processes';

/** Measures the synthesis of every environment, with up-to-date bundles and without bundles. */
export async function synthFigures(root: string): Promise<Figure[]> {
  const out = join(tmpdir(), `himeshima-bench-${process.pid}`);
  try {
    const fromNothing = await measureRepeatedly(() => {
      rmSync(join(root, 'build', 'functions'), { recursive: true, force: true });
      return runCommand(root, ['synth', '--out', out]);
    });
    const fresh = await measureRepeatedly(() => runCommand(root, ['synth', '--out', out]));
    return [
      {
        name: 'synth of all environments, including bundles',
        value: median(fromNothing.map((run) => run.seconds)),
        unit: 's',
        limit: { most: 1.5 },
        profile:
          'two processes share two cores. One process bundles and minifies 17 functions with esbuild, and compresses the zips in 0.3 s. The other process spends half of its time declaring the stacks.',
      },
      {
        name: 'synth of all environments, with current bundles',
        value: median(fresh.map((run) => run.seconds)),
        unit: 's',
        limit: { most: 1.5 },
      },
      ...(await cdktfFigures(root, out)),
      ...peakFigures(
        'peak memory of synth, without esbuild',
        fromNothing.map((run) => run.peakMegabytes),
        { most: 250 },
      ),
      ...peakFigures(
        'peak memory of bundling, with esbuild',
        fromNothing.map((run) => run.childrenMegabytes),
      ),
    ];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** Measures the same synthesis through CDKTF's command line, which adds its own startup time. */
async function cdktfFigures(root: string, out: string): Promise<readonly Figure[]> {
  if (!isInstalled('cdktf')) return [];
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const seconds = await measureRepeatedly(() => {
    const started = performance.now();
    execFileSync('cdktf', ['synth', '--output', out], { cwd: root, env, stdio: 'ignore' });
    return (performance.now() - started) / 1000;
  });
  return [{ name: 'cdktf synth, with current bundles', value: median(seconds), unit: 's' }];
}
