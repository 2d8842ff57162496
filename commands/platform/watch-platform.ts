import type { FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';
import type { LoadedStack, RunningPlatform } from '@himeshima/local-aws';
import { unpack } from '@himeshima/local-aws/lambda';
import { bundleFunctions } from '../bundling/bundle-functions';
import { watchSources } from './watch-sources';

interface Watching {
  /** The project's folder. */
  readonly root: string;
  readonly platform: RunningPlatform;
  /** Synthesizes the stacks anew. @throws Error where that is refused */
  synthesize(): Promise<readonly LoadedStack[]>;
  tell(text: string): void;
}

/** Bundles and reloads functions whose code has changed. */
async function reloadFunctions({ root, platform, tell }: Watching): Promise<void> {
  for (const { name, path, built } of await bundleFunctions({ root, outdir: join(root, 'build', 'functions') })) {
    if (built === undefined) continue;
    platform.parts.lambda.replaceCode(name, unpack(path, join(platform.parts.place.directory, 'functions')));
    tell(`${name} was bundled again; the next invocation runs the new code`);
  }
}

/** Takes over monitors that have changed; what else has needs a restart. */
async function reloadMonitors({ platform, synthesize, tell }: Watching): Promise<void> {
  const { monitors, others } = await platform.renewMonitors(await synthesize());
  if (monitors.length > 0) tell(`as declared now, from the next minute on: ${monitors.join(', ')}`);
  if (others.length > 0) tell(`${others.join(', ')} changed: restart to see it`);
  if (monitors.length + others.length === 0) tell('nothing that runs here has changed');
}

/** Reloads functions and monitors as soon as their code changes, and says what needs a restart. */
export function watchPlatform(watching: Watching): FSWatcher[] {
  const { root, tell } = watching;
  // one at a time: two syntheses would write the same files
  let last = Promise.resolve();
  const reload = (rooms: readonly string[], work: (watching: Watching) => Promise<void>) =>
    watchSources(
      rooms.map((room) => join(root, room)),
      (paths) => {
        last = last
          .then(() => tell(`${paths.map((path) => relative(root, path)).join(', ')} changed`))
          .then(() => work(watching))
          .catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
      },
    );
  const watchers = [
    ...reload(['functions', 'contracts'], reloadFunctions),
    ...reload(['api', 'config', 'monitors', 'stacks'], reloadMonitors),
    ...reload(['packages'], async () => tell('the platform itself runs as it was: restart to see it')),
  ];
  // only now: what is saved before would not be seen
  tell('watching functions/, contracts/, monitors/, stacks/, config/ and api/; changes in packages/ need a restart');
  return watchers;
}
