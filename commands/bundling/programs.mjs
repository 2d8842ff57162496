import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { externalPackages } from './external-packages.mjs';

/** Sources of the worker threads, by name. Each worker thread needs its own bundle. */
const workers = {
  'lambda-worker': 'packages/local-aws/src/lambda/worker.ts',
  'dynamodb-worker': 'packages/local-aws/src/dynamodb/worker.ts',
  'handler-worker': 'commands/handlers/worker.ts',
};

/**
 * Packages to bundle, because programs use only small parts of them.
 * For example, loading zod's locales took 20% of a quick command's time. jose is bundled because it contains only ES modules.
 */
const bundledPackages = ['diff', 'jose', 'jsonc-parser', 'yaml', 'zod'];

/** Files that determine how programs are bundled, relative to the project's folder. */
const recipeOf = (root) => [
  'commands/bundling/programs.mjs',
  'commands/bundling/external-packages.mjs',
  'node_modules/esbuild/package.json',
  ...readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}/package.json`)
    .filter((path) => existsSync(join(root, path))),
];

/**
 * Bundles one command and its worker threads into build/programs, unless their sources are unchanged: bundling takes most
 * of a quick command's time.
 * @returns an object with the path of the command's bundle
 * @throws esbuild's BuildFailure, or an error if the folder is not writable
 */
export async function buildPrograms(root, command) {
  const outdir = join(root, 'build', 'programs');
  const program = join(outdir, `${command}.js`);
  const recordFile = join(outdir, `${command}.inputs.json`);
  if (isFresh(root, recordFile)) return { program };

  const started = Date.now();
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { [command]: `${command === 'bench' ? 'bench' : 'commands'}/${command}.ts`, ...workers },
    outdir,
    write: false,
    metafile: true,
    bundle: true,
    plugins: [externalPackages(bundledPackages)],
    // most packages in `bundledPackages` publish their ES modules under this name
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    // Node.js reads the source map at every start, but needs the sources only to quote lines in stack traces
    sourcesContent: false,
    logLevel: 'silent',
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  const inputs = [...Object.keys(metafile.inputs), ...recipeOf(root)];
  const files = [...inputs, ...[command, ...Object.keys(workers)].map((name) => `build/programs/${name}.js`)];
  const record = JSON.stringify({ files, hash: hashOf(root, files) });
  // esbuild may have missed a file that was saved during the build; ctime is compared, because `touch` or `cp -a` can set mtime
  if (inputs.every((path) => statSync(join(root, path)).ctimeMs < started)) replaceFile(recordFile, record);
  return { program };
}

/** Hashes paths and contents, because a copied checkout may have the same modification times and sizes as the original. */
function hashOf(root, files) {
  const hash = createHash('sha256');
  for (const path of files) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/**
 * Returns whether inputs and outputs are unchanged since the build.
 * Outputs are checked as well, because commands share the workers' bundles.
 */
function isFresh(root, recordFile) {
  try {
    const { files, hash } = JSON.parse(readFileSync(recordFile, 'utf8'));
    return hashOf(root, files) === hash;
  } catch {
    // the record is missing, truncated or in an older format, so bundle again
    return false;
  }
}

/** Writes a file atomically, because another command may be loading the file or starting a thread from it. */
function replaceFile(path, contents) {
  const written = `${path}.${process.pid}`;
  writeFileSync(written, contents);
  renameSync(written, path);
}
