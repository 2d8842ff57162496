import type { FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleFunctions } from '@himeshima/constructs/bundling';
import type { LoadedStack, RunningPlatform } from '@himeshima/local-aws';
import { applyChanges } from '@himeshima/local-aws/cli';
import { unpack } from '@himeshima/local-aws/lambda';
import { watchSources } from './watch-sources';

interface Watching {
  /** Root folder of the project. */
  readonly root: string;
  readonly platform: RunningPlatform;
  /** Synthesizes the stacks again. @throws Error if they are invalid */
  synthesize(): Promise<readonly LoadedStack[]>;
  report(text: string): void;
}

/**
 * Applies changed sources and yields a message to the user about each effect. Yields nothing if no running resource has changed.
 */
type Reload = (watching: Watching) => AsyncGenerator<string>;

/** Bundles and reloads functions whose code has changed. */
async function* reloadFunctions({ root, platform }: Watching): AsyncGenerator<string> {
  for (const { name, path, built } of await bundleFunctions({ root, outdir: join(root, 'build', 'functions') })) {
    if (built === undefined) continue;
    platform.parts.lambda.replaceCode(name, unpack(path, join(platform.parts.place.directory, 'functions')));
    yield `${name} was rebundled; the next invocation runs the new code`;
  }
}

/** Synthesizes the stacks and applies the difference to the running platform. */
async function* reloadStacks({ platform, synthesize }: Watching): AsyncGenerator<string> {
  yield* await applyChanges(platform, await synthesize());
}

/** Applies changed contracts, which functions and monitors import. */
async function* reloadBoth(watching: Watching): AsyncGenerator<string> {
  yield* reloadFunctions(watching);
  yield* reloadStacks(watching);
}

async function* requestRestart(): AsyncGenerator<string> {
  yield 'the local runtime itself changed; restart to apply';
}

/** Applies changed functions, monitors and stacks to the running platform, and reports what needs a restart. */
export function watchPlatform(watching: Watching): FSWatcher[] {
  const { root, report } = watching;
  // handle one change at a time, because concurrent syntheses would write the same files
  let last = Promise.resolve();
  const watchFolders = (folders: readonly string[], reload: Reload) =>
    watchSources(
      folders.map((folder) => join(root, folder)),
      (paths) => {
        last = last
          .then(async () => {
            report(`${paths.map((path) => relative(root, path)).join(', ')} changed`);
            let isChanged = false;
            for await (const note of reload(watching)) {
              report(note);
              isChanged = true;
            }
            if (!isChanged) report('no running resource has changed');
          })
          .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
      },
    );
  const watchers = [
    ...watchFolders(['functions'], reloadFunctions),
    ...watchFolders(['contracts'], reloadBoth),
    ...watchFolders(['api', 'config', 'monitors', 'stacks'], reloadStacks),
    ...watchFolders(['packages'], requestRestart),
  ];
  // report readiness only now, because files that are saved before the watch starts go undetected
  report('watching functions/, contracts/, monitors/, stacks/, config/ and api/; changes in packages/ need a restart');
  return watchers;
}
