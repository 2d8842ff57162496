import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Marks the plugin's own calls to `resolve`. */
const own = Symbol('own');

/**
 * Creates a plugin that bundles only workspace packages and this project's own packages; all other packages stay external.
 * Node.js may be unable to load workspace sources, and some of the project's packages call the simulator.
 * @param provided packages that the caller passes to the bundle
 */
export const bundleLinkedPackages = (provided: readonly string[]): Plugin => ({
  name: 'linked-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === own) return undefined;
      const external = { path, external: true };
      if (provided.includes(path)) return external;
      const source = await build.resolve(path, { kind, resolveDir, pluginData: own });
      if (source.external) return external;
      // published packages contain no sources, although their `exports` list them
      const file = source.errors.length === 0 ? source.path : fileOf(path, resolveDir);
      if (file === undefined) return external;
      const isInstalled = /[\\/]node_modules[\\/]/.test(file) && !path.startsWith('@himeshima/');
      return isInstalled ? external : { path: file };
    });
  },
});

function fileOf(name: string, folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'index.js')).resolve(name);
  } catch {
    return undefined;
  }
}
