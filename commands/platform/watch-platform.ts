import type { FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';
import { type RepeatedBundling, repeatedBundling } from '@himeshima/constructs/bundling';
import { isDatadogResource, type LoadedStack, loadStack, type RunningPlatform } from '@himeshima/local-aws';
import { applyChanges, updateMonitors } from '@himeshima/local-aws/cli';
import { unpack } from '@himeshima/local-aws/lambda';
import { readStack } from '@himeshima/terraform-json';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { startWarmSynthesis, type WarmSynthesis } from '../warm-synthesis/warm-synthesis';
import { watchSources } from './watch-sources';

interface WatchedPlatform {
  /** Root folder of the project. */
  readonly root: string;
  readonly environment: Environment;
  readonly platform: RunningPlatform;
  /** Stacks that the platform runs. */
  readonly stacks: readonly LoadedStack[];
  report(text: string): void;
}

interface Watching extends WatchedPlatform {
  readonly synthesis: WarmSynthesis;
  readonly bundling: RepeatedBundling;
  stacks: readonly LoadedStack[];
}

/**
 * Applies changed sources and yields a message to the user about each effect. Yields nothing if no running resource has changed.
 * @throws Error if the sources are invalid
 */
type Reload = (watching: Watching) => AsyncGenerator<string>;

/** Bundles and reloads functions whose code has changed. */
async function* reloadFunctions({ bundling, platform }: Watching): AsyncGenerator<string> {
  const { lambda, place } = platform.parts;
  for (const { name, path, built } of await bundling.bundle()) {
    // a new function is created with the stack that declares it
    const isDeclared = lambda.functions().some((declared) => declared.name === name);
    if (built === undefined || !isDeclared) continue;
    lambda.replaceCode(name, unpack(path, join(place.directory, 'functions')));
    yield `${name} was rebundled; the next invocation runs the new code`;
  }
}

/** Applies changed monitors without a synthesis of the whole stack. */
async function* reloadMonitors(watching: Watching): AsyncGenerator<string> {
  const { environment, platform } = watching;
  const terraform = await requestSynthesis(watching, { kind: 'monitors', environment: environment.name });
  const monitors = readStack(terraform).resources;
  watching.stacks = watching.stacks.map((loaded) =>
    loaded.name === environment.stack ? withMonitors(loaded, monitors) : loaded,
  );
  yield* await updateMonitors(platform, watching.stacks);
}

/** Synthesizes the stacks and applies the difference to the running platform. */
async function* reloadStacks(watching: Watching): AsyncGenerator<string> {
  const { root, environment, platform } = watching;
  // a new function needs its zip
  yield* reloadFunctions(watching);
  const outdir = join(root, 'build', 'watched');
  await requestSynthesis(watching, { kind: 'stacks', environment: environment.name, outdir });
  watching.stacks = stacksOf(environment).map((name) => loadStack(outdir, name));
  yield* await applyChanges(platform, watching.stacks);
}

async function* requestRestart(): AsyncGenerator<string> {
  yield 'the local runtime itself changed; restart to apply';
}

/** Returns the result of a synthesis. @throws Error if the sources are invalid; the process has printed the reasons */
async function requestSynthesis(
  { synthesis, environment }: Watching,
  request: Parameters<WarmSynthesis['ask']>[0],
): Promise<unknown> {
  const result = await synthesis.ask(request);
  if (result === undefined) throw new Error(`${environment.name} was not synthesized; see the error above`);
  return result;
}

const withMonitors = (loaded: LoadedStack, monitors: LoadedStack['stack']['resources']): LoadedStack => {
  const others = loaded.stack.resources.filter((block) => !isDatadogResource(block));
  return { ...loaded, stack: { ...loaded.stack, resources: [...others, ...monitors] } };
};

/**
 * Applies changed functions, monitors and stacks to the running platform, and reports changes that require a restart.
 * @returns the file watchers
 */
export function watchPlatform(watched: WatchedPlatform): FSWatcher[] {
  const { root, report } = watched;
  const bundling = repeatedBundling({ root, outdir: join(root, 'build', 'functions') });
  const watching: Watching = { ...watched, synthesis: startWarmSynthesis(root), bundling };
  // handle one change at a time, because a later change may depend on an earlier one
  let last = Promise.resolve();
  const watchFolders = (folders: readonly string[], reload: Reload) =>
    watchSources(
      folders.map((folder) => join(root, folder)),
      (paths) => {
        last = last
          .then(async () => {
            report(`${paths.map((path) => relative(root, path)).join(', ')} changed`);
            let isChanged = false;
            for await (const effect of reload(watching)) {
              report(effect);
              isChanged = true;
            }
            if (!isChanged) report('no running resource has changed');
          })
          .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
      },
    );
  const watchers = [
    ...watchFolders(['functions'], reloadFunctions),
    ...watchFolders(['monitors'], reloadMonitors),
    ...watchFolders(['api', 'config', 'contracts', 'stacks'], reloadStacks),
    ...watchFolders(['packages'], requestRestart),
  ];
  // report readiness only now, because files that are saved before the watch starts go undetected
  report(
    'watching functions/, contracts/, monitors/, stacks/, config/ and api/; changes in packages/ require a restart',
  );
  return watchers;
}
