import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const scope = '@himeshima/';

/**
 * Returns an esbuild plugin that keeps npm packages external and bundles this repository's packages from their sources below the
 * working directory. The plugin does not resolve these packages through node_modules, which may be shared with another checkout.
 * @param within npm packages to bundle as exceptions
 */
export const externalPackages = (within = []) => ({
  name: 'external packages',
  setup({ initialOptions, onResolve, resolve }) {
    const root = initialOptions.absWorkingDir ?? process.cwd();
    const isWithin = (path) => within.some((name) => path === name || path.startsWith(`${name}/`));
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || isWithin(path)) return undefined;
      if (!path.startsWith(scope)) return { path, external: true };
      const [, name = '', ...rest] = path.split('/');
      const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
      const exported = exports[['.', ...rest].join('/')];
      const source = typeof exported === 'string' ? exported : exported?.source;
      if (source === undefined) return { errors: [{ text: `${scope}${name} does not export "${path}"` }] };
      return resolve(`./${join('packages', name, source)}`, { kind, resolveDir: root });
    });
  },
});
