import { join } from 'node:path';
import { build } from 'esbuild';

/** What runs in a thread of its own, and so needs a file of its own: name of the program → its source. */
const workers = {
  'lambda-worker': 'local/lambda/worker.ts',
  'dynamodb-worker': 'local/dynamodb/worker.ts',
};

/**
 * Bundles one command and the worker threads that it may start, into build/programs.
 * @returns the path of the command's bundle
 */
export async function buildPrograms(root, command) {
  const outdir = join(root, 'build', 'programs');
  await build({
    absWorkingDir: root,
    entryPoints: { [command]: `${command === 'bench' ? 'bench' : 'commands'}/${command}.ts`, ...workers },
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'error',
  });
  return { program: join(outdir, `${command}.js`) };
}
