import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { bundleEntries } from './bundle-entries';
import { bundlePlanReview } from './bundle-plan-review';
import { writeCdktnEntry } from './cdktn-entry';
import { packagesIn } from './package-list';

const Packed = z.array(z.object({ filename: z.string() }));

/**
 * Builds and packs all packages, each with the license of the repository.
 * @param out folder of the tarballs, relative to `root` or absolute
 * @returns the paths of the tarballs
 * @throws Error with a one-line message if a package cannot be built
 */
export async function packPackages(root: string, out: string): Promise<readonly string[]> {
  buildPackages(root);
  await bundlePlanReview(root);
  // npx installs this package in every pipeline
  await bundleEntries(join(root, 'packages', 'plan-review'));
  const destination = resolve(root, out);
  mkdirSync(destination, { recursive: true });
  const licenses = packagesIn(root).map(({ folder }) => join(folder, 'LICENSE'));
  try {
    for (const license of licenses) copyFileSync(join(root, 'LICENSE'), license);
    const args = ['pack', '--workspaces', '--json', '--pack-destination', destination];
    const printed = execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return Packed.parse(JSON.parse(printed)).map(({ filename }) => relative(root, join(destination, filename)));
  } finally {
    for (const license of licenses) rmSync(license, { force: true });
  }
}

/** Builds all packages into their `dist`. @throws Error with a one-line message if a package cannot be built */
export function buildPackages(root: string): void {
  // delete old output; otherwise, the output of removed sources would be packed as well
  for (const { folder } of packagesIn(root)) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-b', '--force', 'packages'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the packages cannot be built: ${stdout.trim()}`);
  writeCdktnEntry(join(root, 'packages', 'constructs'));
  copyLocalDocs(root);
  execFileSync(process.execPath, [join(root, 'packages', 'console', 'build.mjs')]);
}

/** Copies docs/local.md into the built package, because the package's messages refer to the page. */
function copyLocalDocs(root: string): void {
  const page = readFileSync(join(root, 'docs', 'local.md'), 'utf8');
  const folder = join(root, 'packages', 'local-aws', 'dist', 'docs');
  mkdirSync(folder, { recursive: true });
  const text = page
    .replaceAll('](../packages/local-aws/', '](../../')
    // the package contains no other pages
    .replace('[quotas.md](quotas.md)', "The repository's docs/quotas.md");
  writeFileSync(join(folder, 'local.md'), text);
}
