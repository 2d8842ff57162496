import type { Plugin } from 'esbuild';

/**
 * zod exports fifty languages, of which none but English is spoken by default. esbuild reads them all before it leaves
 * them away: a fifteenth of the bundling.
 */
export const oneLocale: Plugin = {
  name: 'one-locale',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
      loader: 'js',
    }));
  },
};
