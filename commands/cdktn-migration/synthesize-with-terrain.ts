import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { externalPackages } from '../bundling/external-packages.mjs';
import { cdktnPackages } from '../packaging/cdktn-entry';
import { buildPackages } from '../packaging/pack-packages';

/** Installation folder of CDK Terrain, separate from node_modules, which would otherwise double in size. */
const folderIn = (root: string) => join(root, '.himeshima', 'cdktn');
/** Folder of the package.json and lock file of CDK Terrain. */
const packages = join('commands', 'cdktn-migration', 'cdktn');

export const isInstalled = (root: string): boolean => existsSync(join(folderIn(root), 'node_modules', 'cdktn'));

/** Installs CDK Terrain. @throws Error if npm fails */
export async function install(root: string): Promise<void> {
  const folder = folderIn(root);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, packages, file), join(folder, file));
  const code = await exitCodeOf(spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' }));
  if (code !== 0) throw new Error('CDK Terrain was not installed; see the error above');
}

/**
 * Synthesizes all environments from the same code with CDK Terrain's packages in place of cdktf's, and with the
 * constructs' entry point for CDK Terrain.
 * @throws Error if the synthesis fails; the child process has printed the reason
 */
export async function synthesizeWithTerrain(root: string, outdir: string): Promise<void> {
  buildPackages(root);
  const { build } = await import('esbuild');
  // write the program next to CDK Terrain's packages, so that Node.js finds them before the project's own
  const program = join(folderIn(root), 'declare-all.js');
  await build({
    absWorkingDir: root,
    entryPoints: [join('commands', 'cdktn-migration', 'declare-all.ts')],
    outfile: program,
    bundle: true,
    plugins: [cdktnEntry(root), externalPackages(Object.keys(cdktnPackages))],
    alias: cdktnPackages,
    external: Object.values(cdktnPackages),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  const code = await exitCodeOf(spawn(process.execPath, [program, outdir], { cwd: root, stdio: 'inherit' }));
  if (code !== 0) throw new Error('nothing was synthesized with CDK Terrain; see the error above');
}

const cdktnEntry = (root: string): Plugin => ({
  name: 'entry point for CDK Terrain',
  setup(build) {
    const path = join(root, 'packages', 'constructs', 'dist', 'cdktn', 'index.js');
    build.onResolve({ filter: /^@himeshima\/constructs$/ }, () => ({ path }));
  },
});

const exitCodeOf = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
