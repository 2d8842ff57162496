import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { isFresh, rememberInputs } from './freshness';
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

/** Bundles every folder of `functions/` that has a `handler.ts`, unless its zip is fresh. The same inputs give the same bytes. */
export async function bundleFunctions({ root, outdir }: Bundling): Promise<readonly Bundle[]> {
  await mkdir(outdir, { recursive: true });
  const folders = await readdir(join(root, 'functions'));
  const functions = folders.filter((name) => existsSync(join(root, 'functions', name, 'handler.ts'))).sort();
  await removeOthers(outdir, functions);
  return Promise.all(functions.map((name) => bundleFunction(name, { root, outdir })));
}

async function bundleFunction(name: string, { root, outdir }: Bundling): Promise<Bundle> {
  const path = join(outdir, `${name}.zip`);
  if (await isFresh(path, root)) return { name, path, built: undefined };
  const result = await bundled(name, root);
  const files = result.outputFiles.map((file) => ({ name: basename(file.path), contents: file.contents }));
  const zip = deterministicZip(files);
  await writeFile(path, zip);
  await rememberInputs(path, root, Object.keys(result.metafile.inputs));
  return { name, path, built: { bytes: zip.length } };
}

async function bundled(name: string, root: string): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: `build/functions/${name}/handler.js`,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // The ES modules of the SDK are shaken, its CommonJS is not.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
  });
}

/** A zip whose function is gone must not be deployed again by chance. */
async function removeOthers(outdir: string, functions: readonly string[]): Promise<void> {
  const left = (await readdir(outdir)).filter((file) => !functions.some((name) => file.startsWith(`${name}.`)));
  await Promise.all(left.map((file) => rm(join(outdir, file), { recursive: true })));
}
