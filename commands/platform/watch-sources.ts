import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Quiet period after the last write. An editor may write a file several times for one change. */
const quietMilliseconds = 30;

/**
 * Returns whether a file is a source: neither a test nor an editor's temporary file (`sedOw1MC2`, `4913`, `.x.swp`, `x.ts~`).
 */
const isSource = (name: string) => /^[^.#].*\.(ts|json|yaml)$/.test(name) && !name.endsWith('.test.ts');

// watch each folder separately: Node's recursive watcher loses files that an editor replaces instead of rewriting
function watchFolders(folder: string, changed: (path: string) => void): FSWatcher[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [
    watch(folder, (_, name) => {
      if (name !== null && isSource(name)) changed(join(folder, name));
    }),
    ...inner.flatMap((entry) => watchFolders(join(folder, entry.name), changed)),
  ];
}

/**
 * Watches folders. Calls `changed` once for several writes in quick succession, with the distinct file paths.
 * @returns the file watchers
 */
export function watchSources(folders: readonly string[], changed: (paths: readonly string[]) => void): FSWatcher[] {
  const paths = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const collect = (path: string) => {
    paths.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const collected = [...paths].sort();
      paths.clear();
      changed(collected);
    }, quietMilliseconds);
  };
  return folders.flatMap((folder) => watchFolders(folder, collect));
}
