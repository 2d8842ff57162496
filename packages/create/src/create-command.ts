import { join } from 'node:path';
import { createCommand, Option } from '@himeshima/cli';
import { completeSettings, describeDefaults, type KnownSettings } from './questions';
import { type NewPlatform, writePlatform } from './write-platform';

interface CreateProgram extends Pick<NewPlatform, 'addPackages'> {
  /** Command line that starts this program. */
  readonly name: string;
  /** Folder of this package. */
  readonly packageFolder: string;
}

/** Returns the command that creates a platform. In a terminal, the command prompts for missing settings. */
export function platformCommand({ name, packageFolder, addPackages }: CreateProgram) {
  return createCommand(name, {
    summary:
      'Writes a new platform: one kind of device, its message path, monitors with tests, stacks, and pipelines for GitLab and GitHub.',
    example: `${name} parking --account 123456789012 --region eu-central-1 --site datadoghq.eu`,
  })
    .argument('<folder>', 'new folder; its name is the default for --name')
    .option('--name <name>', 'name of the platform: prefix of stacks, roles and buckets')
    .option('--account <digits>', 'AWS account of the dev environment')
    .option('--prod-account <digits>', 'AWS account of the prod environment')
    .option('--region <name>', 'AWS region')
    .option('--site <host>', 'Datadog site')
    .option('--alerts <handle>', 'Datadog handle that receives alerts, for example @slack-iot-alerts')
    .option('--repository <path>', 'repository with the pipeline that deploys the platform: OWNER/NAME')
    .option('--timezone <name>', 'time zone of the working hours; tickets notify no one outside of these hours')
    .addOption(
      new Option('--cdk <name>', 'CDK for the infrastructure code')
        .choices(['cdktf', 'cdktn'])
        .default('cdktf' as const),
    )
    .action(async (folder, { cdk, ...options }) => {
      const given = withoutUndefined({ ...options, name: options.name ?? folderName(folder) });
      const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
      const settings = await completeSettings(given, isTerminal);
      const paths = writePlatform(join(packageFolder, 'template'), {
        folder,
        settings,
        cdk: cdk === 'cdktn' ? 'cdktn' : 'cdktf',
        ...(addPackages && { addPackages }),
      });
      const defaults = isTerminal ? [] : describeDefaults(given, settings);
      console.log(nextSteps(folder, { files: paths.length, defaults }));
    });
}

const folderName = (folder: string): string => folder.replace(/\/+$/, '').split('/').at(-1) ?? folder;

const withoutUndefined = (given: Readonly<Record<string, string | undefined>>): KnownSettings =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

interface CreationSummary {
  /** Number of written files. */
  readonly files: number;
  /** Lines about settings with default values. */
  readonly defaults: readonly string[];
}

function nextSteps(folder: string, { files, defaults }: CreationSummary): string {
  const used =
    defaults.length === 0 ? '' : `\nDefaults, and the files in which to change them:\n\n${defaults.join('\n')}\n`;
  return `${files} files in ${folder}
${used}
Next steps:

  cd ${folder}
  npm install
  npm test                              # stacks, monitors, and a message from a device to its table
  git add -A && git commit -m "Start"   # base of the first review
  npm start                             # runs the platform on this machine
`;
}
