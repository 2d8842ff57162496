import Module, { createRequire } from 'node:module';

/**
 * Replaces the package archiver with a stub, because loading it and its hundred files takes a twentieth of a synthesis. cdktf
 * needs it only to zip assets; our functions are zipped beforehand, and no stack contains such an asset.
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
