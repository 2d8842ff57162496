import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { packagesFromSource } from '../bundling/external-packages.mjs';
import { packagesIn } from './package-list';

const Manifest = z.object({ peerDependencies: z.record(z.string(), z.string()).default({}) });

/**
 * Bundles the program `plan-review` with all packages that it uses, because loading one file instead of 600 halves the time that a review
 * of a small plan takes. Writes the licenses of the bundled npm packages and data next to the program.
 * @returns the path of the program, which replaces the compiled one
 */
export async function bundlePlanReview(root: string): Promise<string> {
  const outfile = join(root, 'packages', 'plan-review', 'dist', 'cli', 'plan-review.js');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['packages/plan-review/src/cli/plan-review.ts'],
    outfile,
    bundle: true,
    minify: true,
    plugins: [packagesFromSource()],
    external: peersOf(root),
    // jsonc-parser's CommonJS build loads its files in a way that cannot be bundled
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const files = inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
  const licenses = [
    ...npmFoldersOf(files).map((folder) => licenseIn(join(root, folder), folder)),
    ...dataLicenses(root, files),
  ];
  writeFileSync(join(dirname(outfile), 'bundled-licenses.txt'), licenses.join('\n'));
  return outfile;
}

/** Returns the npm packages that a user of this repository's packages installs only for some features. */
const peersOf = (root: string): string[] =>
  packagesIn(root).flatMap(({ folder }) =>
    Object.keys(Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).peerDependencies),
  );

/** Returns the folders of the npm packages that contain the given files, in alphabetical order. */
function npmFoldersOf(files: readonly string[]): readonly string[] {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  return [...new Set(folders)].sort();
}

/** Returns the licenses of data from other projects, which are next to the data: `gitleaks-LICENSE` of `gitleaks-rules.json`. */
function dataLicenses(root: string, files: readonly string[]): readonly string[] {
  const data = files.filter((file) => file.endsWith('.json') && !file.includes('node_modules/'));
  return [...new Set(data.map(dirname))].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => {
      const [, project] = /^(.+)-LICENSE$/.exec(name) ?? [];
      return project === undefined ? [] : [titled(project, join(root, folder, name))];
    }),
  );
}

/** Returns the license of an npm package below its name. @throws Error if the package contains no license */
function licenseIn(path: string, folder: string): string {
  const file = readdirSync(path).find((name) => /^licen[cs]e\b/i.test(name));
  if (file === undefined) throw new Error(`${folder} contains no license, so it cannot be bundled`);
  return titled(folder.replace(/^.*node_modules\//, ''), join(path, file));
}

/** Returns the text of a license below the name of the project. */
const titled = (name: string, file: string): string =>
  `${name}\n${'-'.repeat(name.length)}\n${readFileSync(file, 'utf8').trim()}\n`;
