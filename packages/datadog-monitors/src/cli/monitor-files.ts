import * as z from 'zod';
import { MonitorShapeError, readApiMonitor, readTerraformMonitor } from '../monitor/read-monitor';
import { unescapeAroundExpressions } from '../terraform/template-text';
import type { NamedMonitor } from './monitor-source';
import { readText } from './read-text';

/** Monitor in a file, or the reason why the monitor cannot be read. */
type FoundInFile = { readonly file: string } & Found;

/** File without readable monitors, and the reason. */
interface UnreadFile {
  readonly file: string;
  readonly id?: undefined;
  readonly definition?: undefined;
  readonly problem: string;
}

export type FoundMonitor = FoundInFile | UnreadFile;

const expected =
  'expected a monitor or a list of monitors as the Datadog API returns them, a cdk.tf.json or *.tf.json, or the JSON of a Terraform plan';

/** Error for a file that cannot be read. */
class FileError extends Error {
  constructor(
    file: string,
    readonly problem: string,
  ) {
    super(`${file} ${problem}`);
    this.name = 'FileError';
  }
}

/**
 * Reads the monitors in files: JSON from Datadog's API or an export, Terraform JSON, and plans. Each unreadable file or monitor becomes a
 * problem, and reading continues.
 */
export const monitorsInFiles = (files: readonly string[]): readonly FoundMonitor[] =>
  files.flatMap((file): readonly FoundMonitor[] => {
    try {
      const found = monitorsInFile(file);
      return found.length > 0 ? found : [{ file, problem: `contains no monitors; ${expected}` }];
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return [{ file, problem: error.problem }];
    }
  });

/**
 * Reads the monitors in files of which some may contain only SLOs, notification rules or downtimes.
 * @throws Error with the file name if a file or monitor cannot be read, or if no file contains a monitor
 */
export function requireMonitors(files: readonly string[]): readonly NamedMonitor[] {
  const found = files.flatMap(monitorsInFile);
  if (found.length === 0)
    throw new Error(`${files.join(', ')} ${files.length === 1 ? 'contains' : 'contain'} no monitors; ${expected}`);
  return found.map((one) => {
    if (one.definition === undefined) throw new Error(`${placeOf(one)}: ${one.problem}`);
    return { id: one.id, definition: one.definition };
  });
}

/** Returns the position of a monitor or file in messages, for example `monitors.json: 42`. */
export const placeOf = ({ file, id }: Pick<FoundMonitor, 'file' | 'id'>): string =>
  id === undefined ? file : `${file}: ${id}`;

/** @throws FileError */
function monitorsInFile(file: string): readonly FoundInFile[] {
  const json = parsed(file);
  return [...ofApi(json), ...ofTerraform(json), ...ofPlan(json)].map((one) => ({ file, ...one }));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError(
      file,
      error instanceof SyntaxError ? `is not valid JSON (${reason}); ${expected}` : reason.replace(`${file} `, ''),
    );
  }
}

type Found = NamedMonitor | { readonly id: string; readonly definition?: undefined; readonly problem: string };

function read(id: string, attributes: unknown, reader: (attributes: unknown) => NamedMonitor['definition']): Found {
  try {
    return { id, definition: reader(attributes) };
  } catch (error) {
    if (!(error instanceof MonitorShapeError)) throw error;
    return { id, problem: error.message };
  }
}

/** Minimal schema that distinguishes a monitor from other JSON; readApiMonitor validates the rest. */
const ApiMonitor = z.looseObject({
  type: z.string(),
  query: z.unknown(),
  id: z.union([z.number(), z.string()]).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
});
const looksLikeMonitor = (json: unknown) => ApiMonitor.safeParse(json).success;

const Exported = z.object({ monitors: z.array(z.unknown()) });

const entriesIn = (json: unknown): readonly unknown[] =>
  Array.isArray(json) ? json : (Exported.safeParse(json).data?.monitors ?? [json]);

/** Returns the entries of JSON files. Only files from the API contain one entry per monitor. @throws Error with the file name */
export const jsonEntries = (files: readonly string[]): readonly unknown[] =>
  files.flatMap((file) => entriesIn(parsed(file)));

function ofApi(json: unknown): readonly Found[] {
  const entries = entriesIn(json);
  return entries.some(looksLikeMonitor) ? monitorsOfApi(entries) : [];
}

/** Reads monitors in the format of Datadog's API. */
export function monitorsOfApi(entries: readonly unknown[]): readonly Found[] {
  return entries.map((one, index) => {
    const { id, name } = ApiMonitor.safeParse(one).data ?? {};
    return read(String(id ?? name ?? `entry ${index + 1}`), one, readApiMonitor);
  });
}

const Resources = z.record(z.string(), z.record(z.string(), z.unknown()));
const Terraform = z.looseObject({
  resource: z.looseObject({
    datadog_monitor: Resources.valueType.optional(),
    datadog_monitor_json: Resources.valueType.optional(),
  }),
});

const ofTerraform = (json: unknown): readonly Found[] => {
  const { resource } = Terraform.safeParse(json).data ?? {};
  return [
    ...Object.entries(resource?.datadog_monitor ?? {}).map(([name, block]) =>
      read(name, declared(block), readTerraformMonitor),
    ),
    ...Object.entries(resource?.datadog_monitor_json ?? {}).map(([name, block]) =>
      read(name, declared(block), readMonitorJson),
    ),
  ];
};

/** Terraform meta-arguments, which the provider does not define. */
const ofTerraformItself = new Set(['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider']);

function declared(block: unknown): unknown {
  const only: unknown = Array.isArray(block) && block.length === 1 ? block[0] : block;
  if (typeof only !== 'object' || only === null) return only;
  const attributes = Object.fromEntries(Object.entries(only).filter(([key]) => !ofTerraformItself.has(key)));
  return unescapeAroundExpressions(attributes);
}

const MonitorJson = z.looseObject({ monitor: z.string() });

function readMonitorJson(block: unknown) {
  const { data } = MonitorJson.safeParse(block);
  if (data === undefined) throw new MonitorShapeError('monitor', 'expected the JSON of a monitor');
  try {
    return readApiMonitor(JSON.parse(data.monitor));
  } catch (error) {
    if (error instanceof SyntaxError) throw new MonitorShapeError('monitor', `is not valid JSON (${error.message})`);
    throw error;
  }
}

interface Module {
  resources?: { address: string; type: string; values: unknown }[] | undefined;
  child_modules?: Module[] | undefined;
}
const Module: z.ZodType<Module> = z.lazy(() =>
  z.object({
    resources: z.array(z.object({ address: z.string(), type: z.string(), values: z.unknown() })).optional(),
    child_modules: z.array(Module).optional(),
  }),
);
const Plan = z.looseObject({ planned_values: z.looseObject({ root_module: Module }) });

const ofPlan = (json: unknown): readonly Found[] => {
  const { data } = Plan.safeParse(json);
  return data === undefined ? [] : ofModule(data.planned_values.root_module);
};

function ofModule({ resources = [], child_modules = [] }: Module): readonly Found[] {
  const readers = new Map([
    ['datadog_monitor', readTerraformMonitor],
    ['datadog_monitor_json', readMonitorJson],
  ]);
  const own = resources.flatMap(({ address, type, values }) => {
    const reader = readers.get(type);
    return reader === undefined ? [] : [read(address, values, reader)];
  });
  return [...own, ...child_modules.flatMap(ofModule)];
}
