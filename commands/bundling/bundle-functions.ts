import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFile } from '@himeshima/cli';
import { type BuildFailure, type BuildResult, build } from 'esbuild';
import { isFresh, rememberInputs } from './freshness';
import { functionsIn } from './function-names';
import { leanClients } from './lean-clients';
import { oneLocale } from './one-locale';
import { ownSourceMaps } from './own-source-maps';
import { shakableSchemas } from './shakable-schemas';
import { deterministicZip } from './zip';

interface Bundling {
  /** The project's folder. */
  readonly root: string;
  /** Folder that gets one `<function>.zip` a function. */
  readonly outdir: string;
}

export interface Bundle {
  readonly name: string;
  readonly path: string;
  /** Undefined where the inputs were the same as before and the zip was left alone. */
  readonly built: { readonly bytes: number } | undefined;
}

/**
 * Bundles every function, unless its zip is fresh. The same code gives the same
 * bytes, whether it is bundled alone or with others.
 * @throws Error with file, line and column of what cannot be bundled
 */
export async function bundleFunctions({ root, outdir }: Bundling): Promise<readonly Bundle[]> {
  // Up to the build itself nothing waits: esbuild is at work when this returns, whatever the caller does next.
  mkdirSync(outdir, { recursive: true });
  const names = functionsIn(root);
  removeOthers(outdir, names);
  const zips = names.map((name) => ({ name, path: join(outdir, `${name}.zip`) }));
  const stale = zips.filter(({ path }) => !isFresh(path, root));
  if (stale.length === 0) return zips.map((zip) => ({ ...zip, built: undefined }));

  // One build for all: they share the SDK, and esbuild reads each file once.
  const result = await bundled(
    stale.map(({ name }) => name),
    root,
  );
  const built = new Map(stale.map(({ name, path }) => [name, write(name, path, root, result)]));
  return zips.map((zip) => ({ ...zip, built: built.get(zip.name) }));
}

type Result = BuildResult<{ write: false; metafile: true }>;

async function bundled(names: readonly string[], root: string): Promise<Result> {
  try {
    return await build({
      absWorkingDir: root,
      entryPoints: Object.fromEntries(names.map((name) => [`${name}/handler`, `functions/${name}/handler.ts`])),
      outdir: 'build/functions',
      write: false,
      metafile: true,
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      // The ES modules of the SDK are shaken, its CommonJS is not.
      mainFields: ['module', 'main'],
      alias: { '@aws-sdk/credential-provider-node': join(root, 'functions/shared/environment-credentials.ts') },
      plugins: [shakableSchemas, leanClients(root), oneLocale, ownSourceMaps],
      minify: true,
      keepNames: true,
      legalComments: 'none',
      sourcemap: 'linked',
      // the same bytes where node_modules is a link to another folder
      preserveSymlinks: true,
      sourcesContent: false,
      logLevel: 'silent',
    });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const [first] = error.errors;
    const place = first?.location ? `${first.location.file}:${first.location.line}:${first.location.column + 1} ` : '';
    throw new Error(`${place}cannot be bundled: ${first?.text ?? error.message}`);
  }
}

const isBuildFailure = (error: unknown): error is BuildFailure => error instanceof Error && 'errors' in error;

function write(name: string, path: string, root: string, { outputFiles, metafile }: Result) {
  const files = outputFiles.filter((file) => basename(dirname(file.path)) === name);
  const zip = deterministicZip(files.map((file) => ({ name: basename(file.path), contents: file.contents })));
  // Whoever reads the zip meanwhile has the old one or the new one, never half of it.
  replaceFile(path, zip);
  const output = Object.values(metafile.outputs).find(
    ({ entryPoint }) => entryPoint === `functions/${name}/handler.ts`,
  );
  rememberInputs(path, root, Object.keys(output?.inputs ?? {}));
  return { bytes: zip.length };
}

/** A zip whose function is gone must not be deployed again by chance. */
function removeOthers(outdir: string, names: readonly string[]): void {
  const left = readdirSync(outdir).filter((file) => !names.some((name) => file.startsWith(`${name}.`)));
  for (const file of left) rmSync(join(outdir, file), { recursive: true });
}
