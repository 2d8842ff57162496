import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const scope = '@himeshima/';

/**
 * Returns an esbuild plugin that bundles this repository's packages from their sources below the working directory. It does not resolve
 * these packages through node_modules, which may be shared with another checkout.
 */
export const packagesFromSource = () => ({
  name: 'packages from source',
  setup({ initialOptions, onResolve, resolve }) {
    const root = initialOptions.absWorkingDir ?? process.cwd();
    onResolve({ filter: new RegExp(`^${scope}`) }, ({ path, kind }) => {
      const [, name = '', ...rest] = path.split('/');
      const { exports } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
      const exported = exports[['.', ...rest].join('/')];
      const source = typeof exported === 'string' ? exported : exported?.source;
      if (source === undefined) return { errors: [{ text: `${scope}${name} does not export "${path}"` }] };
      return resolve(`./${join('packages', name, source)}`, { kind, resolveDir: root });
    });
  },
});

/**
 * Returns an esbuild plugin that keeps npm packages external, and bundles this repository's packages from their sources.
 * @param within npm packages to bundle as exceptions
 */
export const externalPackages = (within = []) => ({
  name: 'external packages',
  setup(build) {
    packagesFromSource().setup(build);
    const isWithin = (path) => within.some((name) => path === name || path.startsWith(`${name}/`));
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || isWithin(path) ? undefined : { path, external: true },
    );
  },
});
