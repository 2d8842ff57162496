import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { externalPackages } from '../bundling/external-packages.mjs';

/** Folder of CDK Terrain: outside the default install, whose size it would double. */
const folderIn = (root: string) => join(root, '.himeshima', 'cdktn');
/** Folder of the package.json and lock file of CDK Terrain. */
const packages = join('commands', 'cdktn-migration', 'cdktn');

/** Packages of cdktf and their replacements. */
const replacements = {
  cdktf: 'cdktn',
  '@cdktf/provider-aws': '@cdktn/provider-aws',
  '@cdktf/provider-datadog': '@cdktn/provider-datadog',
};

export const isInstalled = (root: string): boolean => existsSync(join(folderIn(root), 'node_modules', 'cdktn'));

/** Installs CDK Terrain. @throws Error if npm fails */
export async function install(root: string): Promise<void> {
  const folder = folderIn(root);
  mkdirSync(folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, packages, file), join(folder, file));
  const code = await exitCodeOf(spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' }));
  if (code !== 0) throw new Error('CDK Terrain was not installed; the reason is above');
}

/**
 * Synthesizes all environments with CDK Terrain: the same code, with cdktf's packages replaced.
 * @throws Error if the synthesis fails; the child process has printed the reason
 */
export async function synthesizeWithTerrain(root: string, outdir: string): Promise<void> {
  const { build } = await import('esbuild');
  // next to the packages, so that it resolves CDK Terrain's before those of the project
  const program = join(folderIn(root), 'declare-all.js');
  await build({
    absWorkingDir: root,
    entryPoints: [join('commands', 'cdktn-migration', 'declare-all.ts')],
    outfile: program,
    bundle: true,

    plugins: [externalPackages(Object.keys(replacements))],
    alias: replacements,
    external: Object.values(replacements),
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
  });
  const code = await exitCodeOf(spawn(process.execPath, [program, outdir], { cwd: root, stdio: 'inherit' }));
  if (code !== 0) throw new Error('nothing was synthesized with CDK Terrain; the reason is above');
}

const exitCodeOf = (child: ReturnType<typeof spawn>): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
