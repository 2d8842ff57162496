import Module, { createRequire } from 'node:module';

/**
 * cdktf loads archiver, and with it a hundred files, for assets that it would zip itself: a twentieth of a synthesis. Our
 * functions are zipped already, and no stack has such an asset.
 */
export function stubArchiver(): void {
  const fromCdktf = createRequire(createRequire(__filename).resolve('cdktf'));
  const path = fromCdktf.resolve('archiver');
  const archiver = new Module(path);
  archiver.exports = () => {
    throw new Error('an asset that cdktf zips is not known here (commands/platform/stub-archiver.ts)');
  };
  archiver.loaded = true;
  fromCdktf.cache[path] = archiver;
}
