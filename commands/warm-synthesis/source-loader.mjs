import { readFileSync, statSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

const scope = '@himeshima/';

/**
 * Enables this process to load a project's TypeScript sources, and to reload changed sources. A bundle would have to be
 * built and compiled as a whole after each change.
 * @param root the project's folder
 */
export function createSourceLoader(root) {
  const load = createRequire(join(root, 'main.ts'));
  /** Compiled code of each source that has been loaded, by path. */
  const compiled = new Map();

  const resolve = module._resolveFilename;
  // packages of the repository are resolved here, because node_modules may be shared with another checkout
  module._resolveFilename = (request, parent, ...rest) => {
    if (request.startsWith(scope)) return packageSource(root, request);
    const isOwn = parent?.filename?.endsWith('.ts') && request.startsWith('.');
    return resolve(isOwn ? request.replace(/\.js$/, '') : request, parent, ...rest);
  };
  module._extensions['.ts'] = (loading, path) => {
    const { mtimeMs } = statSync(path);
    const known = compiled.get(path);
    const code = known?.mtimeMs === mtimeMs ? known.code : compile(path);
    compiled.set(path, { mtimeMs, code });
    loading._compile(code, path);
  };

  return {
    /** Loads a source, relative to the project's folder. */
    load: (path) => load(join(root, path)),
    /** Forgets changed sources, and the sources that import them. */
    refresh() {
      const sources = Object.values(load.cache).filter(({ id }) => compiled.has(id));
      const stale = new Set(sources.filter(({ id }) => isChanged(id, compiled.get(id).mtimeMs)));
      for (let size = -1; size !== stale.size; ) {
        size = stale.size;
        for (const source of sources) if (source.children.some((child) => stale.has(child))) stale.add(source);
      }
      for (const { id } of stale) delete load.cache[id];
    },
  };
}

const isChanged = (path, mtimeMs) => statSync(path, { throwIfNoEntry: false })?.mtimeMs !== mtimeMs;

function compile(path) {
  const { code } = transformSync(readFileSync(path, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    // otherwise Node.js would load these imports as ES modules, without the custom resolution
    supported: { 'dynamic-import': false },
    sourcefile: path,
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
  });
  return code;
}

function packageSource(root, request) {
  const [, name = '', ...rest] = request.split('/');
  const folder = join(root, 'packages', name);
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, exports[['.', ...rest].join('/')].source);
}
