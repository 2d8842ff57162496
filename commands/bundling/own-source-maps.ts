import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Source maps tell where a line of ours was written; those of packages are four fifths of a map, which makes a zip twice as
 * large, takes a sixth of the bundling, and is read whole when a function fails. A frame in a package still tells the file,
 * by its first line. esbuild takes a map that a file brings along, here of that one line: evanw/esbuild#1685; since 0.25.2
 * its segment needs all four fields, #4130. Of a thousand small files each is read at once: promises take three times as long.
 */
export const ownSourceMaps: Plugin = {
  name: 'own-source-maps',
  setup(build) {
    build.onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, ({ path }) => ({
      contents: withoutMap(readFileSync(path, 'utf8')),
      loader: 'js',
    }));
  },
};

const nothing = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString('base64');

/** @param source a file's text; its lines stay as they are */
export function withoutMap(source: string): string {
  return `${source}\n//# sourceMappingURL=data:application/json;base64,${nothing}`;
}
