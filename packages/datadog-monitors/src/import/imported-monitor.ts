import { type ApiMonitor, ApiMonitorError, datadogIdOf, parseApiMonitor } from '../api/api-monitor';

/** Monitor found in a file or in an account. */
export interface ImportedMonitor {
  readonly kind: 'monitor';
  /** Origin of the monitor as shown in messages, for example `monitors.json: High CPU`. */
  readonly place: string;
  readonly monitor: ApiMonitor;
  /** Id in Datadog; undefined if the source contains no id. */
  readonly datadogId: string | undefined;
  /** Name by which kennel's composites refer to the monitor, for example `%{shop:errors}`. */
  readonly kennelReference?: string | undefined;
  /** Text by which composites of the same Terraform folder refer to the monitor. */
  readonly terraformReference?: string | undefined;
  /** Name of the Terraform resource that declares the monitor. */
  readonly terraformId: string | undefined;
  /** Consequences of the import that the user must know about. */
  readonly notes: readonly string[];
}

/** Monitor or file that cannot be imported, and what to do. */
export interface ImportProblem {
  readonly kind: 'problem';
  readonly place: string;
  readonly problem: string;
}

export type ImportOutcome = ImportedMonitor | ImportProblem;

export const problemAt = (place: string, problem: string): ImportProblem => ({ kind: 'problem', place, problem });

/**
 * Reads the JSON of one monitor.
 * @param json in the format of the API
 * @param fallback position in the file, for a monitor without a name
 */
export function readMonitor(file: string, json: unknown, fallback: string): ImportOutcome {
  const name = nameOf(json);
  const place = `${file}: ${name ?? fallback}`;
  try {
    const monitor = parseApiMonitor(json);
    return {
      kind: 'monitor',
      place,
      monitor,
      datadogId: datadogIdOf(json),
      terraformId: undefined,
      notes: isMuted(json) ? ['is muted (options.silenced); declare a downtime to keep it muted'] : [],
    };
  } catch (error) {
    if (!(error instanceof ApiMonitorError)) throw error;
    return problemAt(place, error.message);
  }
}

function nameOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null || !('name' in json) || typeof json.name !== 'string') return undefined;
  return json.name.trim() || undefined;
}

function isMuted(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || !('options' in json)) return false;
  const { options } = json;
  if (typeof options !== 'object' || options === null || !('silenced' in options)) return false;
  const { silenced } = options;
  return typeof silenced === 'object' && silenced !== null && Object.keys(silenced).length > 0;
}
