import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
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
 * @throws esbuild's BuildFailure, or the error of a folder that cannot be written to
 */
export async function buildPrograms(root, command) {
  const outdir = join(root, 'build', 'programs');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [command]: `${command === 'bench' ? 'bench' : 'commands'}/${command}.ts`, ...workers },
    outdir,
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'silent',
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  return { program: join(outdir, `${command}.js`) };
}

/** What keeps programs from being built, a line each: file, line, column, reason. */
export function faultsOf(error) {
  const faults = (error.errors ?? []).map(({ location, text }) =>
    location ? `${location.file}:${location.line}:${location.column + 1} cannot be bundled: ${text}` : text,
  );
  return faults.length > 0 ? faults : [error.message];
}

/** In one step: another command may be about to load the file, or to start a thread of it. */
function replaceFile(path, contents) {
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
