import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { externalPackages } from '../bundling/external-packages.mjs';

/** Where CDK Terrain is installed: outside of the default install, which it would double. */
const folderIn = (root: string) => join(root, '.himeshima', 'cdktn');
/** What is installed there, and how it is locked. */
const packages = join('commands', 'cdktn-migration', 'cdktn');

/** The package that each is replaced by, and nothing else about the code. */
const inPlaceOf = {
  cdktf: 'cdktn',
  '@cdktf/provider-aws': '@cdktn/provider-aws',
  '@cdktf/provider-datadog': '@cdktn/provider-datadog',
};

export const isInstalled = (root: string): boolean => existsSync(join(folderIn(root), 'node_modules', 'cdktn'));

/** @throws Error where npm cannot */
export async function install(root: string): Promise<void> {
  const folder = folderIn(root);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, packages, file), join(folder, file));
  const code = await ended(spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' }));
  if (code !== 0) throw new Error('CDK Terrain was not installed; the reason is above');
}

/**
 * Synthesizes all environments with CDK Terrain: the same code, with the packages in place of cdktf's.
 * @throws Error where it cannot; it has said why
 */
export async function synthesizeWithTerrain(root: string, outdir: string): Promise<void> {
  const { build } = await import('esbuild');
  // beside the packages, so that it finds theirs before those of the project
  const program = join(folderIn(root), 'declare-all.js');
  await build({
    absWorkingDir: root,
    entryPoints: [join('commands', 'cdktn-migration', 'declare-all.ts')],
    outfile: program,
    bundle: true,

    plugins: [externalPackages(Object.keys(inPlaceOf))],
    alias: inPlaceOf,
    external: Object.values(inPlaceOf),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  const code = await ended(spawn(process.execPath, [program, outdir], { cwd: root, stdio: 'inherit' }));
  if (code !== 0) throw new Error('nothing was synthesized with CDK Terrain; the reason is above');
}

const ended = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
