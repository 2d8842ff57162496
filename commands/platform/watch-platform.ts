import type { FSWatcher } from 'node:fs';
import { join, relative } from 'node:path';
import type { LoadedStack, RunningPlatform } from '@himeshima/local-aws';
import { unpack } from '@himeshima/local-aws/lambda';
import { bundleFunctions } from '../bundling/bundle-functions';
import { watchSources } from './watch-sources';

interface Watching {
  /** Root folder of the project. */
  readonly root: string;
  readonly platform: RunningPlatform;
  /** Synthesizes the stacks again. @throws Error if they are invalid */
  synthesize(): Promise<readonly LoadedStack[]>;
  report(text: string): void;
}

/** Bundles and reloads functions whose code has changed. */
async function reloadFunctions({ root, platform, report }: Watching): Promise<void> {
  for (const { name, path, built } of await bundleFunctions({ root, outdir: join(root, 'build', 'functions') })) {
    if (built === undefined) continue;
    platform.parts.lambda.replaceCode(name, unpack(path, join(platform.parts.place.directory, 'functions')));
    report(`${name} was rebundled; the next invocation runs the new code`);
  }
}

/** Applies changed monitors and reports other changes, which need a restart. */
async function reloadMonitors({ platform, synthesize, report }: Watching): Promise<void> {
  const { monitors, others } = await platform.renewMonitors(await synthesize());
  if (monitors.length > 0) report(`monitors updated from the next minute on: ${monitors.join(', ')}`);
  if (others.length > 0) report(`${others.join(', ')} changed; restart to apply`);
  if (monitors.length + others.length === 0) report('no running resource has changed');
}

/** Reloads functions and monitors when their code changes, and reports what needs a restart. */
export function watchPlatform(watching: Watching): FSWatcher[] {
  const { root, report } = watching;
  // one at a time: concurrent syntheses would write the same files
  let last = Promise.resolve();
  const reload = (folders: readonly string[], work: (watching: Watching) => Promise<void>) =>
    watchSources(
      folders.map((folder) => join(root, folder)),
      (paths) => {
        last = last
          .then(() => report(`${paths.map((path) => relative(root, path)).join(', ')} changed`))
          .then(() => work(watching))
          .catch((error: unknown) => report(error instanceof Error ? error.message : String(error)));
      },
    );
  const watchers = [
    ...reload(['functions', 'contracts'], reloadFunctions),
    ...reload(['api', 'config', 'monitors', 'stacks'], reloadMonitors),
    ...reload(['packages'], async () => report('the local runtime itself changed; restart to apply')),
  ];
  // only now, because earlier saves are not detected
  report('watching functions/, contracts/, monitors/, stacks/, config/ and api/; changes in packages/ need a restart');
  return watchers;
}
