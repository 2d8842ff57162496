import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import * as z from 'zod';

interface Asked {
  /** The library's folder, with an index.ts and a README.md. */
  readonly library: string;
  readonly name: string;
  /** Where the tarball goes. */
  readonly out: string;
}

/**
 * Packs a library of this repository as a package of its own: bundled, with its types.
 * @returns the path of the tarball
 */
export async function packLibrary({ library, name, out }: Asked): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-pack-'));
  try {
    const used = await bundle(library, folder);
    writeTypes(library, join(folder, 'types'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest(name, used), null, 2));
    copyFileSync(join(library, 'README.md'), join(folder, 'README.md'));
    copyFileSync('LICENSE', join(folder, 'LICENSE'));
    mkdirSync(out, { recursive: true });
    const npmPack = ['pack', '--silent', '--pack-destination', resolve(out)];
    return join(out, execFileSync('npm', npmPack, { cwd: folder, encoding: 'utf8' }).trim());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns the packages that the bundle asks for */
async function bundle(library: string, outdir: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(library, 'index.ts')],
    outdir,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    metafile: true,
    logLevel: 'silent',
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  return imported.filter((path) => !path.startsWith('node:'));
}

function writeTypes(library: string, outDir: string): void {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  const only = { ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: library, outDir };
  const files = [join(library, 'index.ts'), ...ts.sys.readDirectory(library, ['.d.ts'])];
  ts.createProgram(files, only).emit();
}

const rootManifest = z.object({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
});

function manifest(name: string, used: readonly string[]) {
  const root = rootManifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const { version, license, engines } = root;
  const dependencies = Object.fromEntries(used.toSorted().map((each) => [each, root.dependencies[each]]));
  return { name, version, license, main: 'index.js', types: 'types/index.d.ts', engines, dependencies };
}
