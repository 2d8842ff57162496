import Module, { createRequire } from 'node:module';

/**
 * Replaces the `archiver` package with a stub, because loading its hundred files takes 5% of a synthesis. cdktf uses the
 * package only to zip assets. Our functions are already zipped, and no stack contains other assets.
 */
export function stubArchiver(): void {
  const fromCdktf = createRequire(createRequire(__filename).resolve('cdktf'));
  const path = fromCdktf.resolve('archiver');
  const archiver = new Module(path);
  archiver.exports = () => {
    throw new Error('assets that cdktf zips are not supported (commands/platform/stub-archiver.ts)');
  };
  archiver.loaded = true;
  fromCdktf.cache[path] = archiver;
}
