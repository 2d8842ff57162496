import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * A client exports every command of its service, and esbuild reads them all before it leaves most away: of AWS IoT alone
 * 270 files. To each file of ours a client is what that file imports of it.
 */
export function leanClients(root: string): Plugin {
  return {
    name: 'lean-clients',
    setup(build) {
      build.onResolve({ filter: /^@aws-sdk\/client-[\w-]+$/ }, ({ path, importer, namespace }) => {
        if (namespace !== 'file' || importer.includes('node_modules')) return undefined;
        const names = valuesImported(readFileSync(importer, 'utf8'), path);
        // a namespace is imported whole
        if (names.length === 0) return undefined;
        const suffix = `?${relative(root, importer)}`;
        return { path, suffix, namespace: 'lean-clients', pluginData: names, sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'lean-clients' }, ({ path, pluginData }) => {
        const client = join(root, 'node_modules', path);
        const names = Array.isArray(pluginData) ? pluginData.map(String) : [];
        const lines = names.map((name) => `export { ${name} } from '${path}/dist-es/${placeOf(client, name)}.js';`);
        return { contents: lines.join('\n'), resolveDir: root };
      });
    },
  };
}

/** Names that a source imports of a client as values. */
function valuesImported(source: string, client: string): readonly string[] {
  const imports = source.matchAll(/import \{([^}]*)\} from '([^']+)'/g);
  return [...imports]
    .filter(([, , from]) => from === client)
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().replace(/ as .*/, ''))
    .filter((name) => name !== '' && !name.startsWith('type '));
}

/** Where the SDK keeps what a client exports, as its generator lays it out; what is found nowhere comes from the whole. */
function placeOf(client: string, name: string): string {
  const places = [`commands/${name}`, name, `pagination/${name.replace(/^paginate/, '')}Paginator`];
  const place = places.find((candidate) => existsSync(join(client, 'dist-es', `${candidate}.js`)));
  if (place !== undefined) return place;
  const errors = join(client, 'dist-es', 'models', 'errors.js');
  const isError = existsSync(errors) && readFileSync(errors, 'utf8').includes(`class ${name} `);
  return isError ? 'models/errors' : 'index';
}
