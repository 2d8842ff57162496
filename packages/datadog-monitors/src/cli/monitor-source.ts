import type { Catalogue } from '../catalogue/catalogue';
import type { MetricSlo } from '../evaluate/prepare-slo';
import type { MonitorDefinition } from '../monitor/definition';
import { didYouMean } from '../near-miss';

export interface NamedMonitor {
  readonly id: string;
  readonly definition: MonitorDefinition;
}

/** Monitors that a command works on, with the metrics and SLOs that they use. */
export interface MonitorSource {
  readonly monitors: readonly NamedMonitor[];
  /** Metrics that the queries can use. */
  readonly catalogue: Catalogue;
  /** Returns the SLO that an SLO alert refers to. */
  slo(id: string): MetricSlo | undefined;
}

/**
 * Finds a monitor by its id. If no id matches, finds it by its name or Terraform name.
 * @throws Error with the most similar id if the monitor is unknown, or with the candidates if several monitors match
 */
export function monitorNamed(name: string, source: Pick<MonitorSource, 'monitors'>): NamedMonitor {
  const candidates = monitorsNamed(name, source);
  const [found, ...others] = candidates;
  if (found !== undefined && others.length === 0) return found;
  const ids = source.monitors.map(({ id }) => id);
  if (found === undefined)
    throw new Error(`unknown monitor ${name}${didYouMean(name, ids) || `; expected ${listed(ids)}`}`);
  const described = candidates.map(({ id, definition }) => `${id} (${definition.name})`);
  throw new Error(`${candidates.length} monitors match ${name}: ${listed(described)}`);
}

/** Returns the monitors with an id; if no id matches, the monitors with a name or Terraform name. */
export function monitorsNamed(given: string, { monitors }: Pick<MonitorSource, 'monitors'>): readonly NamedMonitor[] {
  const name = referencedName(given) ?? given;
  const byId = monitors.filter(({ id }) => id === name);
  if (byId.length > 0) return byId;
  return monitors.filter(({ id, definition }) => definition.name === name || terraformName(id) === name);
}

/** Returns the resource name in a Terraform expression: `load` in `${datadog_monitor.load.id}`; undefined for other texts. */
export const referencedName = (text: string): string | undefined =>
  /^\$\{(?:[\w.]+\.)?datadog_\w+\.([\w-]+)(?:\[[^\]]*\])?\.id\}$/.exec(text)?.[1];

/** Returns the resource name in an address: `load` in `module.a["x"].datadog_monitor.load[0]`. */
const terraformName = (address: string): string | undefined =>
  /\.datadog_monitor(?:_json)?\.([\w-]+)(?:\[.*\])?$/s.exec(`.${address}`)?.[1];

const most = 10;
const listed = (ids: readonly string[]) =>
  ids.length <= most ? ids.join(', ') : `${ids.slice(0, most).join(', ')} or one of ${ids.length - most} others`;
