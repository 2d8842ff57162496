import Module, { createRequire } from 'node:module';

/**
 * Replaces the package archiver with a stub. cdktf loads it, and a hundred more files, to zip assets, which takes a
 * twentieth of a synthesis. Our functions are zipped beforehand, and no stack has such an asset.
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
