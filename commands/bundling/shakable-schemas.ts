import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { withoutMap } from './own-source-maps';

/**
 * The SDK writes how each member goes over HTTP as `{ [_hQ]: _mar }`, with `const _hQ = "hQ"` above. A key that is
 * computed could have an effect, so that esbuild keeps the schemas of all operations of a service, where a function uses
 * three; of AWS IoT those are a fifth of the bundle. With its keys written out a schema is left away like any other.
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
