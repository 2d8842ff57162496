import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, repeated, runCommand } from '@himeshima/cli';
import { type LoadedStack, loadStack, loadStacks } from '@himeshima/local-aws';
import { start, startOptions, watchStacks } from '@himeshima/local-aws/cli';
import { environmentNamed } from '../config/environments';
import { stacksOf } from '../config/names';
import { buildConsole } from './platform/build-console';
import { projectFolder } from './platform/project-folder';
import { writeOutputs } from './platform/stack-outputs';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

const command = startOptions({
  name: 'npm start --',
  summary:
    'Bundles and synthesizes what has changed, then runs the platform on this machine from its own Terraform until you press Ctrl-C: MQTT with mutual TLS, shadows, rules, functions, tables, workflows, logs and monitors.',
  example: 'npm start -- --speed 60 --data .himeshima-data',
  folder: '.himeshima',
})
  .option('--env <name>', 'environment', 'dev')
  .option('--out <path>', 'run another synthesized folder, or a plan file written by terraform show -json plan.tfplan')
  .option('--stack <name>', 'stack in the --out folder; repeatable, in deployment order', repeated)
  .option(
    '--watch',
    'apply changed functions, monitors and stacks to the running platform, and report changes that require a restart',
    false,
  )
  .action((options) => {
    const load = async (): Promise<readonly LoadedStack[]> => {
      const { out, stack, env } = options;
      if (out === '') throw new Error('--out requires a folder');
      const loadAll = (folder: string, names: readonly string[]) =>
        names.map((name) => loadStack(folder, name, options.var));
      if (out !== undefined && stack === undefined && isFile(out)) return loadStacks(resolve(out), options.var);
      if (out !== undefined) return loadAll(resolve(out), stack ?? stacksOf(environmentNamed(env)));
      if (stack !== undefined)
        throw new Error(
          `--stack ${stack[0]} requires --out, the folder that contains the stack; use --env for this project's stacks`,
        );
      const environment = environmentNamed(env);
      await synthesizeIfStale(projectFolder(), environment);
      return loadAll(join(process.cwd(), 'cdktf.out'), stacksOf(environment));
    };
    return start(options, {
      // for a stack from another project, the title is the stack's name
      title: `himeshima ${options.out === undefined ? options.env : (options.stack ?? []).join(' and ')}`,
      profile: 'himeshima',
      exampleTable: 'device-power',
      cache: cacheFolder(join(process.cwd(), 'build', 'known')),
      load,
      consoleAssets: () => buildConsole(projectFolder()),
      started({ directory, platform }) {
        writeOutputs(directory, platform);
      },
      async ready({ platform }) {
        if (!options.watch) return;
        if (options.out !== undefined) return watchStacks({ path: resolve(options.out), platform, load });
        const { watchPlatform } = await import('./platform/watch-platform.js');
        watchPlatform({
          root: process.cwd(),
          environment: environmentNamed(options.env),
          platform,
          stacks: await load(),
          report: (text) => platform.parts.bus.emit({ kind: 'note', text }),
        });
      },
    });
  });

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

void runCommand(command);
