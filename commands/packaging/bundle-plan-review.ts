import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { externalPackages } from '../bundling/external-packages.mjs';

/** npm package of which a program uses only a small part, so that loading the whole package would take longer than bundling it. */
const bundled = 'zod';

/**
 * Bundles the program `plan-review` with the packages of this repository that it uses. Loading one file instead of 500 halves the time
 * that a review of a small plan takes. npm packages stay external, except one, whose license is written next to the program.
 * @returns the path of the program, which replaces the compiled one
 */
export async function bundlePlanReview(root: string): Promise<string> {
  const outfile = join(root, 'packages', 'plan-review', 'dist', 'cli', 'plan-review.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['packages/plan-review/src/cli/plan-review.ts'],
    outfile,
    bundle: true,
    minify: true,
    plugins: [externalPackages([bundled])],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  copyFileSync(join(root, 'node_modules', bundled, 'LICENSE'), join(dirname(outfile), `${bundled}.LICENSE`));
  return outfile;
}
