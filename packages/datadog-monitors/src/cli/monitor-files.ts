import { type DeclaredMonitor, declaredMonitors } from '../import/declared-monitor';
import type { DeclaredResource } from '../import/declared-resource';
import { MonitorShapeError, readApiMonitor, readTerraformMonitor } from '../monitor/read-monitor';
import { isObject } from '../terraform/blocks';
import { unescapeAroundExpressions } from '../terraform/template-text';
import type { NamedMonitor } from './monitor-source';
import { expectedFormats, type ReadFile, type ReadPath } from './read-documents';
import { hasRoutingRules } from './routing-sources';
import { hasSlos } from './slo-files';

type MonitorOrProblem =
  | NamedMonitor
  | { readonly id: string; readonly definition?: undefined; readonly problem: string };

/** Monitor in a file, or the reason why the monitor cannot be read. */
type FoundInFile = MonitorOrProblem & {
  readonly file: string;
  /** JSON of a monitor from the API, which contains its state. */
  readonly json?: unknown;
};

/** File or folder without readable monitors, and the reason. */
interface UnreadFile {
  readonly file: string;
  readonly id?: undefined;
  readonly definition?: undefined;
  readonly problem: string;
}

export type FoundMonitor = FoundInFile | UnreadFile;

/**
 * Returns the monitors in files of every format that `import` reads. Each unreadable file or monitor becomes a problem, and so does a
 * file or folder without monitors, unless it contains SLOs, notification rules or downtimes.
 */
export const monitorsIn = (paths: readonly ReadPath[]): readonly FoundMonitor[] =>
  paths.flatMap(({ path, files }): readonly FoundMonitor[] => {
    const found = files.flatMap((one) => [...ofFile(one), ...problemsOf(one)]);
    if (found.length > 0 || files.some(hasOthers)) return found;
    return [{ file: path, problem: `contains no monitors; ${expectedFormats}` }];
  });

/**
 * Returns the monitors in files. Some of the files may contain only SLOs, notification rules or downtimes.
 * @throws Error with the file name if a file or monitor cannot be read, or if no file contains a monitor
 */
export function requireMonitors(paths: readonly ReadPath[]): readonly NamedMonitor[] {
  const files = paths.flatMap((one) => one.files);
  const [broken] = files.flatMap(({ file, problems: [problem] }) => (problem === undefined ? [] : [[file, problem]]));
  if (broken !== undefined) throw new Error(broken.join(' '));
  const found = files.flatMap(ofFile);
  const all = paths.map(({ path }) => path);
  if (found.length === 0)
    throw new Error(`${all.join(', ')} ${all.length === 1 ? 'contains' : 'contain'} no monitors; ${expectedFormats}`);
  return found.map((one) => {
    if (one.definition === undefined) throw new Error(`${placeOf(one)}: ${one.problem}`);
    return { id: one.id, definition: one.definition };
  });
}

/** Returns the position of a monitor or file in messages, for example `monitors.json: 42`. */
export const placeOf = ({ file, id }: Pick<FoundMonitor, 'file' | 'id'>): string =>
  id === undefined ? file : `${file}: ${id}`;

/** Reads monitors in the format of Datadog's API. */
export const monitorsOfApi = (file: string, entries: readonly unknown[]): readonly FoundMonitor[] =>
  entries.map((json, at) => ofDeclared(file, { kind: 'api', json, fallback: `entry ${at + 1}` }));

const ofFile = ({ file, documents }: ReadFile): readonly FoundInFile[] =>
  documents.flatMap((json) => declaredMonitors(file, json).map((one) => ofDeclared(file, one)));

const problemsOf = ({ file, problems }: ReadFile): readonly UnreadFile[] =>
  problems.map((problem) => ({ file, problem }));

const hasOthers = ({ documents }: ReadFile): boolean =>
  documents.some((json) => hasSlos(json) || hasRoutingRules(json));

function ofDeclared(file: string, declared: DeclaredMonitor): FoundInFile {
  const id = idOf(declared);
  const json = declared.kind === 'api' ? { json: declared.json } : {};
  try {
    return { file, id, definition: definitionOf(declared), ...json };
  } catch (error) {
    if (!(error instanceof MonitorShapeError)) throw error;
    return { file, id, problem: error.message, ...json };
  }
}

function idOf(declared: DeclaredMonitor): string {
  if (declared.kind !== 'api') return declared.kind === 'configuration' ? declared.name : declared.address;
  const { json, kennelReference, fallback } = declared;
  const { id, name } = isObject(json) ? json : {};
  const given = [id, kennelReference, name].find((one) => typeof one === 'string' || typeof one === 'number');
  return String(given ?? fallback);
}

const definitionOf = (declared: DeclaredMonitor): NamedMonitor['definition'] =>
  declared.kind === 'api' ? readApiMonitor(declared.json) : ofResource(declared);

function ofResource({ kind, type, values }: DeclaredResource): NamedMonitor['definition'] {
  if (values === undefined) throw new MonitorShapeError('', 'is not a resource block');
  const attributes = kind === 'configuration' ? declaredAttributes(values) : values;
  return type === 'datadog_monitor' ? readTerraformMonitor(attributes) : readMonitorJson(attributes['monitor']);
}

/** Terraform meta-arguments, which the provider does not define. */
const ofTerraformItself = new Set(['//', 'count', 'depends_on', 'for_each', 'lifecycle', 'provider']);

function declaredAttributes(block: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(block).filter(([key]) => !ofTerraformItself.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, unescapeAroundExpressions(value)]));
}

function readMonitorJson(monitor: unknown): NamedMonitor['definition'] {
  if (typeof monitor !== 'string') throw new MonitorShapeError('monitor', 'expected the JSON of a monitor');
  try {
    return readApiMonitor(JSON.parse(monitor));
  } catch (error) {
    if (error instanceof SyntaxError) throw new MonitorShapeError('monitor', `is not valid JSON (${error.message})`);
    throw error;
  }
}
