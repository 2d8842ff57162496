import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { withoutMap } from './own-source-maps';

/**
 * Plugin that inlines the computed keys of the SDK's schemas, which allows esbuild to drop unused schemas. The SDK writes `{
 * [_hQ]: _mar }` after `const _hQ = "hQ"`; a computed key can have side effects, so esbuild keeps the schemas of all operations,
 * even if a function uses only three. For AWS IoT, the schemas make up a fifth of the bundle.
 */
export const shakableSchemas: Plugin = {
  name: 'shakable-schemas',
  setup(build) {
    build.onLoad({ filter: /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/ }, ({ path }) => ({
      contents: withoutMap(withKeysWrittenOut(readFileSync(path, 'utf8'))),
      loader: 'js',
    }));
  },
};

function withKeysWrittenOut(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"\n]*");$/gm)].map(([, name = '', text = '']) => [name, text]),
  );
  return source.replaceAll(/\[(_\w+)\]:/g, (whole, name: string) => {
    const text = constants.get(name);
    return text === undefined ? whole : `${text}:`;
  });
}
