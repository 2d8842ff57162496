import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@himeshima/cli';
import { platformCommand } from '@himeshima/create';
import { packPackages } from './packaging/pack-packages';
import { packagesIn } from './packaging/package-list';
import { projectFolder } from './platform/project-folder';

/** Packages that a new platform does not use. */
const notNeeded = ['@himeshima/serverless-cost'];

/**
 * Packs the packages of this checkout into the new platform's `vendor/` folder, because npm may not have them yet.
 * @returns the package specifiers by name
 */
function vendorPackages(folder: string): Readonly<Record<string, string>> {
  const root = projectFolder();
  const vendor = join(folder, 'vendor');
  mkdirSync(vendor);
  const packages = packagesIn(root);
  process.stderr.write(`packing ${packages.length} packages…\n`);
  packPackages(root, vendor);
  const files = readdirSync(vendor);
  const specifiers = packages.flatMap(({ name, version }) => {
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    if (!files.includes(file)) return [];
    if (!notNeeded.includes(name)) return [[name, `file:vendor/${file}`]];
    rmSync(join(vendor, file));
    return [];
  });
  return Object.fromEntries(specifiers);
}

void runCommand(
  platformCommand({
    name: 'npm run create --',
    packageFolder: join(process.cwd(), 'packages', 'create'),
    addPackages: vendorPackages,
  }),
);
