import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedStack } from '../load-stack';
import type { RunningPlatform } from '../running-platform';
import { applyChanges } from './apply-changes';

/** Polling interval. `fs.watch` would stop reporting changes when a synthesis replaces the folder. */
const pollMilliseconds = 100;

interface WatchedStacks {
  /** Path that the user gave: a folder or a file. */
  readonly path: string;
  readonly platform: RunningPlatform;
  /** Loads the stacks again. @throws Error if they are invalid */
  load(): Promise<readonly LoadedStack[]>;
}

/** Watches the stacks' files, applies each change to the running platform, and reports its effects as notes. */
export function watchStacks({ path, platform, load }: WatchedStacks): void {
  const report = (text: string) => platform.parts.bus.emit({ kind: 'note', text });
  let applied = stateOf(path);
  let seen = applied;
  let isBusy = false;
  const apply = async () => {
    isBusy = true;
    try {
      const notes = await applyChanges(platform, await load());
      for (const note of notes.length > 0 ? notes : ['no running resource has changed']) report(note);
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
    } finally {
      isBusy = false;
    }
  };
  setInterval(() => {
    const now = stateOf(path);
    // a file may still be incomplete, so wait until two consecutive polls see the same state
    const isStable = now === seen;
    seen = now;
    if (isBusy || !isStable || now === applied) return;
    applied = now;
    void apply();
  }, pollMilliseconds).unref();
  report(`watching ${path}`);
}

/** Returns the paths, modification times and sizes of the stacks' files as text that can be compared. */
function stateOf(path: string): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return '';
  if (!status.isDirectory()) return `${path} ${status.mtimeMs} ${status.size}`;
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.tf.json'))
    .map(({ name }) => stateOf(join(path, name)))
    .join('\n');
}
