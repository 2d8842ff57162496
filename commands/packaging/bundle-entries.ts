import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';

const Manifest = z.object({
  exports: z.record(
    z.string(),
    z.union([z.string(), z.object({ source: z.string(), default: z.string().optional() })]),
  ),
  bin: z.record(z.string(), z.string()).default({}),
});

/**
 * Bundles each exported module of a built package with the modules that it imports, and deletes the other compiled modules, their data and the
 * declarations that no exported declaration imports. A thousand small files take twice their size on disk. npm packages stay external.
 * @param folder folder of the package
 */
export async function bundleEntries(folder: string): Promise<void> {
  const { exports, bin } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const entries = Object.values(exports).flatMap((one) =>
    typeof one === 'string' || one.default === undefined ? [] : [{ source: one.source, output: one.default }],
  );
  for (const { source, output } of entries)
    await build({
      absWorkingDir: folder,
      entryPoints: [source],
      outfile: output,
      allowOverwrite: true,
      bundle: true,
      minify: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logLevel: 'silent',
    });
  const outputs = entries.map(({ output }) => join(folder, output));
  const kept = new Set([
    ...outputs,
    ...Object.values(bin).map((path) => join(folder, path)),
    ...reachable(outputs.map((path) => path.replace(/\.js$/, '.d.ts'))),
  ]);
  const dist = join(folder, 'dist');
  for (const path of readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((one) => join(dist, one)))
    if (/\.(?:js|json|d\.ts)$/.test(path) && !kept.has(path)) rmSync(path);
}

/** Returns the given declarations, and those that they import, even indirectly. */
function reachable(declarations: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [...declarations];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const text = readFileSync(path, 'utf8');
    const folder = dirname(path);
    for (const [, module = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g))
      left.push(...[`${module}.d.ts`, `${module}/index.d.ts`].map((one) => resolve(folder, one)).filter(existsSync));
  }
  return found;
}
