import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { unpack } from '../../local/lambda/unpack';
import type { RunningPlatform } from '../../local/platform';
import { bundleFunctions } from '../bundling/bundle-functions';

/** Where a change needs a new synthesis, and so a restart. */
const declared = ['config', 'monitors', 'stacks'];

/** Editors write a file several times in a row. */
const quietMilliseconds = 100;

// Folder by folder: Node's recursive watching loses a file that an editor replaces instead of writing to it.
function watchFolders(folder: string, changed: (file: string) => void): FSWatcher[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    watch(folder, (_, file) => changed(file ?? folder)),
    ...inner.flatMap((entry) => watchFolders(join(folder, entry.name), changed)),
  ];
}

/** Bundles and reloads a function as soon as its code changes, and says what needs a restart. */
export function watchFunctions(root: string, platform: RunningPlatform, tell: (text: string) => void): FSWatcher[] {
  const zips = join(root, 'build', 'functions');
  let timer: NodeJS.Timeout | undefined;

  const reload = async () => {
    for (const { name, path, built } of await bundleFunctions({ root, outdir: zips })) {
      if (built === undefined) continue;
      platform.parts.lambda.replaceCode(name, unpack(path, join(platform.parts.place.directory, 'functions')));
      tell(`${name} was bundled again; the next invocation runs the new code`);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      reload().catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
    }, quietMilliseconds);
  };
  const code = ['functions', 'contracts'].flatMap((room) => watchFolders(join(root, room), soon));
  const others = declared.flatMap((room) =>
    watchFolders(join(root, room), (file) => tell(`${room}: ${file} changed: restart to see it`)),
  );
  tell('watching functions/ and contracts/');
  return [...code, ...others];
}
