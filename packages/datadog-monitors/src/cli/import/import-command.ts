import { createCommand, createProgress, Option, visibleLine } from '@himeshima/cli';
import { distinctMonitors } from '../../import/distinct-monitors';
import type { ImportOutcome } from '../../import/imported-monitor';
import { type KnownMonitor, type NamedMonitor, nameMonitors } from '../../import/name-monitors';
import { referToMembers } from '../../import/refer-to-members';
import { referencesIn, rejectUnknownReferences } from '../../import/terraform-reference';
import { monitorTypes } from '../../query/monitor-query';
import { toTerraform } from '../../terraform/to-terraform';
import { filesArgument } from '../read-documents';
import { knownCode } from './known-monitors';
import { accountAccess, readAccount } from './read-account';
import { readFiles } from './read-files';
import { type ImportResult, writeTerraform, writeTypeScript } from './write-import';

interface Options {
  readonly to: string;
  readonly format: 'typescript' | 'tf.json';
  readonly force?: true | undefined;
  readonly fromApi?: true | undefined;
  readonly apiUrl?: string | undefined;
}

/** Creates the command that converts existing monitors to code. @param packages version range of the packages in a new project */
export const importCommand = (name: string, packages: string) =>
  createCommand('import', {
    summary:
      'Converts existing monitors to code: a CDKTF project in TypeScript with tests, or plain Terraform. Terraform takes over the monitors and keeps their history.',
    example: [
      `${name} import monitors.json generated/ --to datadog`,
      `DD_API_KEY=… DD_APP_KEY=… DD_SITE=datadoghq.eu ${name} import --from-api --to datadog`,
    ].join('\n'),
  })
    .argument('[files...]', filesArgument)
    .option('--to <folder>', 'output folder', 'datadog')
    .addOption(
      new Option('--format <format>', 'typescript, or tf.json for monitors.tf.json')
        .choices(['typescript', 'tf.json'] as const)
        .default('typescript' as const),
    )
    .option('--force', 'overwrite existing files')
    .option('--from-api', 'read all monitors of the account that DD_API_KEY, DD_APP_KEY and DD_SITE select')
    .option('--api-url <url>', 'address of the API (default: https://api.DD_SITE)')
    .action((files, options) => importMonitors(files, options, packages));

async function importMonitors(files: readonly string[], options: Options, packages: string): Promise<void> {
  const progress = createProgress(process.stderr);
  const distinct = distinctMonitors(await readAll(files, options, progress.show));
  const found = rejectUnknownReferences(distinct, referencesIn(distinct));
  const monitors = found.filter((one) => one.kind === 'monitor');
  const to = { folder: options.to, force: options.force === true };
  const named = referToMembers(nameMonitors(monitors, knownCode(options.to, to.force)));
  const settings = { site: process.env['DD_SITE']?.trim() || 'datadoghq.com', packages };
  const written =
    named.length === 0
      ? { files: [], imported: [], unchanged: [], problems: [] }
      : options.format === 'tf.json'
        ? writeTerraform(named, to)
        : writeTypeScript(named, { ...to, ...settings }, (done, of) => progress.reach(done, of, 'simulating'));
  progress.clear();
  report(found, named, written);
}

async function readAll(
  files: readonly string[],
  { fromApi, apiUrl }: Options,
  show: (text: string) => void,
): Promise<readonly ImportOutcome[]> {
  if (files.length === 0 && !fromApi)
    throw new Error('import needs files, folders or --from-api; --help shows examples');
  if (apiUrl !== undefined && !fromApi) throw new Error('--api-url needs --from-api');
  const ofFiles = await readFiles(files, (file) => show(`reading ${file}`));
  if (!fromApi) return ofFiles;
  const ofAccount = await readAccount(accountAccess(process.env, apiUrl), (read) => show(`${read} monitors read`));
  return [...ofFiles, ...ofAccount];
}

function report(found: readonly ImportOutcome[], named: readonly NamedMonitor[], written: ImportResult): void {
  const { files, imported, unchanged, problems } = written;
  const unknown = named.filter(({ monitor }) => !monitorTypes.includes(monitor.type));
  const all = [
    ...found.filter((one) => one.kind === 'problem'),
    ...unknown.map(({ place, monitor: { type } }) => ({
      place,
      problem: `unknown type "${type}", imported unchanged; check the spelling`,
    })),
    ...problems,
  ];
  for (const { place, problem } of all) print('✗', place, problem);
  for (const monitor of named) for (const note of notesOn(monitor)) print('!', monitor.place, note);
  if (all.length > 0) process.exitCode = 1;
  if (named.length === 0) return;
  const created = imported.filter(({ datadogId }) => datadogId === undefined).length;
  const skipped = named.length - imported.length - unchanged.length;
  const counts = [
    `${counted(imported.length)} imported, ${counted(files.length, 'file')} written`,
    ...(unchanged.length > 0 ? [`${unchanged.length} unchanged`] : []),
    ...(skipped > 0 ? [`${skipped} not written`] : []),
  ];
  console.log(counts.join(', '));
  if (created > 0)
    console.log(`${counted(created)} without an id in Datadog: Terraform will create ${created === 1 ? 'it' : 'them'}`);
}

function notesOn({ id, before, monitor, notes }: NamedMonitor): readonly string[] {
  const { type, unexpressed } = toTerraform(monitor);
  const paths = [...new Set(unexpressed)].join(', ');
  return [
    ...notes,
    ...(type === 'datadog_monitor_json'
      ? [`datadog_monitor does not support ${paths}; imported completely as datadog_monitor_json`]
      : []),
    ...(before !== undefined && before.type !== type ? [typeChange(before, `${type}.${id}`)] : []),
  ];
}

/** Returns the warning that Terraform cannot move a resource to another type, and would delete the monitor. */
const typeChange = ({ type, id }: KnownMonitor, address: string) =>
  `${type}.${id} becomes ${address}; before the apply, run terraform state rm ${type}.${id}, because Terraform would otherwise delete the monitor and its history`;

const print = (sign: string, place: string, text: string) => console.error(visibleLine(`${sign} ${place}: ${text}`));

const counted = (count: number, noun = 'monitor') => (count === 1 ? `1 ${noun}` : `${count} ${noun}s`);
