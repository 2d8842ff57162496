import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What runs in a thread of its own, and so needs a file of its own: name of the program → its source. */
const workers = {
  'lambda-worker': 'local/lambda/worker.ts',
  'dynamodb-worker': 'local/dynamodb/worker.ts',
};

/**
 * Packages of which every program uses little, and which would be loaded whole: what is used becomes part of the program.
 * Of zod most are languages; it took a fifth of a quick command's time. jose is made of ES modules alone.
 */
const within = ['diff', 'jose', 'jsonc-parser', 'zod'];

/** What the bundling itself is made of, by paths in the project. */
const recipe = ['commands/programs.mjs', 'node_modules/esbuild/package.json'];

/**
 * Bundles one command and the worker threads that it may start, into build/programs; not where nothing has changed since,
 * for that is most of a quick command's time.
 * @returns the path of the command's bundle
 * @throws esbuild's BuildFailure, or the error of a folder that cannot be written to
 */
export async function buildPrograms(root, command) {
  const outdir = join(root, 'build', 'programs');
  const program = join(outdir, `${command}.js`);
  const madeOf = join(outdir, `${command}.made-of.json`);
  if (isFresh(madeOf, [program, ...Object.keys(workers).map((name) => join(outdir, `${name}.js`))])) return { program };

  const started = Date.now();
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { [command]: `${command === 'bench' ? 'bench' : 'commands'}/${command}.ts`, ...workers },
    outdir,
    write: false,
    metafile: true,
    bundle: true,
    packages: 'external',
    // a path is no package, and not external; directories have their ES modules by this name
    alias: Object.fromEntries(within.map((name) => [name, join(root, 'node_modules', name)])),
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    // Node.js reads the map at every start, and the sources where it shows a line of them
    sourcesContent: false,
    logLevel: 'silent',
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) replaceFile(path, contents);
  const stamps = [...Object.keys(metafile.inputs), ...recipe].map((path) => stampOf(join(root, path)));
  // what was saved while esbuild read may not be in it
  if (stamps.every(({ modified }) => modified < started)) replaceFile(madeOf, JSON.stringify(stamps));
  return { program };
}

function stampOf(path) {
  const { mtimeMs: modified, size } = statSync(path);
  return { path, modified, size };
}

/** Whether every output is there, and every input as it was. */
function isFresh(madeOf, outputs) {
  try {
    for (const output of outputs) statSync(output);
    return JSON.parse(readFileSync(madeOf, 'utf8')).every(({ path, modified, size }) => {
      const now = stampOf(path);
      return now.modified === modified && now.size === size;
    });
  } catch {
    // missing, or half written: all the same, it is built again
    return false;
  }
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
