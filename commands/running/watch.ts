import type { FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';
import { unpack } from '../../local/lambda/unpack';
import type { RunningPlatform } from '../../local/platform';
import { bundleFunctions } from '../bundling/bundle-functions';
import { watchSources } from './watch-sources';

/** Where a change needs a new synthesis, and so a restart. */
const declared = ['config', 'monitors', 'stacks'];

/** Bundles and reloads a function as soon as its code changes, and says what needs a restart. */
export function watchFunctions(root: string, platform: RunningPlatform, tell: (text: string) => void): FSWatcher[] {
  const zips = join(root, 'build', 'functions');
  const foldersOf = (rooms: readonly string[]) => rooms.map((room) => join(root, room));

  const reload = async () => {
    for (const { name, path, built } of await bundleFunctions({ root, outdir: zips })) {
      if (built === undefined) continue;
      platform.parts.lambda.replaceCode(name, unpack(path, join(platform.parts.place.directory, 'functions')));
      tell(`${name} was bundled again; the next invocation runs the new code`);
    }
  };
  const code = watchSources(foldersOf(['functions', 'contracts']), () => {
    reload().catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
  });
  const others = watchSources(foldersOf(declared), (paths) =>
    tell(`${paths.map((path) => relative(root, path)).join(', ')} changed: restart to see it`),
  );
  tell('watching functions/ and contracts/');
  return [...code, ...others];
}
