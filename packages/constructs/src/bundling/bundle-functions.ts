import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFile } from '@himeshima/cli';
import { type BuildContext, type BuildFailure, type BuildOptions, type BuildResult, build, context } from 'esbuild';
import { buildProblemsOf } from './build-problems';
import { environmentCredentials } from './environment-credentials';
import { bundlingDigest, isFresh, type Recipe, rememberInputs } from './freshness';
import { functionsIn } from './function-names';
import { leanClients } from './lean-clients';
import { oneLocale } from './one-locale';
import { ownSourceMaps } from './own-source-maps';
import { shakableSchemas } from './shakable-schemas';
import { deterministicZip } from './zip';

interface Bundling {
  /** Root folder of the project. */
  readonly root: string;
  /** Output folder with one `<function>.zip` per function. */
  readonly outdir: string;
}

export interface Bundle {
  readonly name: string;
  readonly path: string;
  /** Size of the new zip; undefined if the existing zip was kept because its inputs are unchanged. */
  readonly built: { readonly bytes: number } | undefined;
}

/**
 * Bundles every function whose zip is stale. Bundles are reproducible: the same code always produces the same bytes.
 * @throws Error with a line for each bundling error: file, line, column, reason
 */
export const bundleFunctions = (bundling: Bundling): Promise<readonly Bundle[]> => bundleStale(bundling, build);

/** Bundler that runs repeatedly in one process. */
export interface RepeatedBundling {
  /** Bundles every function whose zip is stale, like `bundleFunctions`. */
  bundle(): Promise<readonly Bundle[]>;
  /** Releases esbuild, which otherwise keeps the process running. */
  dispose(): Promise<void>;
}

/**
 * Returns a bundler whose esbuild process keeps the parsed sources of the functions that it bundled last. If the same function is
 * edited again, bundling takes half the time.
 */
export function repeatedBundling(bundling: Bundling): RepeatedBundling {
  let last: { readonly entries: string; readonly context: Promise<BuildContext<FunctionOptions>> } | undefined;
  const dispose = async () => (await last?.context)?.dispose();
  const rebuild: Build = async (options) => {
    const entries = Object.keys(options.entryPoints).join();
    if (last?.entries !== entries) {
      await dispose();
      last = { entries, context: context(options) };
    }
    return (await last.context).rebuild();
  };
  return { bundle: () => bundleStale(bundling, rebuild), dispose };
}

type Build = (options: FunctionOptions) => Promise<Result>;

async function bundleStale({ root, outdir }: Bundling, buildWith: Build): Promise<readonly Bundle[]> {
  // Keep the code before the build synchronous: esbuild must already be running when this function returns a promise.
  mkdirSync(outdir, { recursive: true });
  const names = functionsIn(root);
  removeObsoleteZips(outdir, names);
  const zips = names.map((name) => ({ name, path: join(outdir, `${name}.zip`) }));
  const bundling = bundlingDigest(root);
  const stale = zips.filter(({ path }) => !isFresh(path, { root, bundling }));
  if (stale.length === 0) return zips.map((zip) => ({ ...zip, built: undefined }));

  // Build all functions together: they share the SDK, and esbuild reads each file once.
  const options = optionsFor(
    stale.map(({ name }) => name),
    root,
  );
  const result = await buildWith(options).catch((error: unknown) => {
    if (!isBuildFailure(error)) throw error;
    throw new Error(buildProblemsOf(error).join('\n'));
  });
  const built = new Map(stale.map(({ name, path }) => [name, write({ name, path }, { root, bundling }, result)]));
  return zips.map((zip) => ({ ...zip, built: built.get(zip.name) }));
}

interface FunctionOptions extends BuildOptions {
  readonly entryPoints: Record<string, string>;
  readonly write: false;
  readonly metafile: true;
}

type Result = BuildResult<FunctionOptions>;

function optionsFor(names: readonly string[], root: string): FunctionOptions {
  return {
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}/handler`, `functions/${name}/handler.ts`])),
    outdir: 'build/functions',
    write: false,
    metafile: true,
    bundle: true,
    conditions: hasSources(root) ? ['source'] : [],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // esbuild can tree-shake the SDK's ES modules, but not its CommonJS modules
    mainFields: ['module', 'main'],
    plugins: [environmentCredentials, shakableSchemas, leanClients(root), oneLocale, ownSourceMaps],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'linked',
    // keep builds reproducible even if node_modules is a link to another folder
    preserveSymlinks: true,
    sourcesContent: false,
    logLevel: 'silent',
  };
}

/**
 * Returns whether this package is linked from a checkout. Published packages declare their sources in `exports`, but do not contain them.
 */
const hasSources = (root: string) => existsSync(join(root, 'node_modules', '@himeshima', 'constructs', 'src'));

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

function write({ name, path }: Pick<Bundle, 'name' | 'path'>, recipe: Recipe, { outputFiles, metafile }: Result) {
  const files = outputFiles.filter((file) => basename(dirname(file.path)) === name);
  const zip = deterministicZip(files.map((file) => ({ name: basename(file.path), contents: file.contents })));
  // write atomically: concurrent readers must see either the old zip or the new zip
  replaceFile(path, zip);
  const output = Object.values(metafile.outputs).find(
    ({ entryPoint }) => entryPoint === `functions/${name}/handler.ts`,
  );
  rememberInputs(path, recipe, Object.keys(output?.inputs ?? {}));
  return { bytes: zip.length };
}

/** Removes zips of deleted functions, to prevent accidental deployment. */
function removeObsoleteZips(outdir: string, names: readonly string[]): void {
  const obsolete = readdirSync(outdir).filter((file) => !names.some((name) => file.startsWith(`${name}.`)));
  for (const file of obsolete) rmSync(join(outdir, file), { recursive: true });
}
