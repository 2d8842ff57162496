import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});
type Manifest = z.infer<typeof Manifest>;

/**
 * Adds to the tarball of a package the other packages of this repository that it needs, so that it can be installed alone, for example
 * with npx. npm does not install the dependencies of bundled packages, so the package lists them itself.
 * @param tarballs paths of the tarballs of all packages
 * @throws Error if a tarball cannot be read or written
 */
export function bundleWorkspaces(name: string, tarballs: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'himeshima-bundle-'));
  try {
    const packages = new Map(tarballs.map((tarball) => [manifestIn(tarball).name, tarball]));
    const own = packages.get(name);
    if (own === undefined) throw new Error(`cannot bundle ${name}: it was not packed`);
    extract(own, folder);
    const manifest = manifestIn(own);
    const needed = neededBy(manifest, packages);
    for (const one of needed) extract(one.tarball, join(folder, 'node_modules', one.manifest.name));
    const manifests = [...needed.map((one) => one.manifest), manifest];
    const dependencies = Object.fromEntries(manifests.flatMap((one) => Object.entries(one.dependencies)));
    const bundleDependencies = needed.map((one) => one.manifest.name).sort();
    writeFileSync(
      join(folder, 'package.json'),
      `${JSON.stringify({ ...manifest, dependencies, bundleDependencies }, null, 2)}\n`,
    );
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', join(own, '..')], {
      cwd: folder,
      stdio: 'pipe',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface PackedManifest {
  readonly tarball: string;
  readonly manifest: Manifest;
}

/** Returns the packages of this repository that a package needs, directly and indirectly. */
function neededBy(manifest: Manifest, packages: ReadonlyMap<string, string>): readonly PackedManifest[] {
  const needed = new Map<string, PackedManifest>();
  const add = ({ dependencies }: Manifest) => {
    for (const name of Object.keys(dependencies)) {
      const tarball = packages.get(name);
      if (tarball === undefined || needed.has(name)) continue;
      const found = { tarball, manifest: manifestIn(tarball) };
      needed.set(name, found);
      add(found.manifest);
    }
  };
  add(manifest);
  return [...needed.values()];
}

const manifestIn = (tarball: string): Manifest =>
  Manifest.parse(JSON.parse(execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' })));

function extract(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folder]);
}
