import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Returns an esbuild plugin that reduces each AWS SDK client to the exports in use. A client exports every command of its
 * service, and esbuild would read all of them before dropping the unused commands: 270 files for AWS IoT.
 */
export function leanClients(root: string): Plugin {
  return {
    name: 'lean-clients',
    setup(build) {
      build.onResolve({ filter: /^@aws-sdk\/client-[\w-]+$/ }, ({ path, importer, namespace }) => {
        if (namespace !== 'file' || importer.includes('node_modules')) return undefined;
        const names = importedValues(readFileSync(importer, 'utf8'), path);
        // a namespace import requires the whole client
        if (names.length === 0) return undefined;
        const suffix = `?${relative(root, importer)}`;
        return { path, suffix, namespace: 'lean-clients', pluginData: names, sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'lean-clients' }, ({ path, pluginData }) => {
        const client = join(root, 'node_modules', path);
        const names = Array.isArray(pluginData) ? pluginData.map(String) : [];
        const lines = names.map((name) => `export { ${name} } from '${path}/dist-es/${fileOf(client, name)}.js';`);
        return { contents: lines.join('\n'), resolveDir: root };
      });
    },
  };
}

/** Returns the names that a source imports from a client as values. */
function importedValues(source: string, client: string): readonly string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '([^']+)'/g);
  return [...imports]
    .filter(([, , from]) => from === client)
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().replace(/ as .*/, ''))
    .filter((name) => name !== '' && !name.startsWith('type '));
}

/** Returns the file that contains an SDK export in the generated SDK layout; `index` if the layout is unknown. */
function fileOf(client: string, name: string): string {
  const candidates = [`commands/${name}`, name, `pagination/${name.replace(/^paginate/, '')}Paginator`];
  const file = candidates.find((candidate) => existsSync(join(client, 'dist-es', `${candidate}.js`)));
  if (file !== undefined) return file;
  const errors = join(client, 'dist-es', 'models', 'errors.js');
  const isError = existsSync(errors) && readFileSync(errors, 'utf8').includes(`class ${name} `);
  return isError ? 'models/errors' : 'index';
}
