import { definitionOf } from '@himeshima/constructs/monitors';
import { didYouMean, type MonitorDefinition } from '@himeshima/datadog-monitors';
import { prod } from '../../config/prod';
import { monitoringOf } from '../../monitors/monitoring';
import { monitors } from '../../monitors/monitors';

export type DeclaredMonitor = (typeof monitors)[number];

/**
 * Returns the monitor with the given id, or all monitors if no id is given. @throws Error with the closest known id if the id is unknown
 */
export function selectMonitors(id: string | undefined): readonly DeclaredMonitor[] {
  return id === undefined ? monitors : [monitorNamed(id)];
}

/** Returns the monitor with the given id. @throws Error with the closest known id if the id is unknown */
export function monitorNamed(id: string): DeclaredMonitor {
  const found = monitors.find((monitor) => monitor.id === id);
  if (found) return found;
  const ids = monitors.map((monitor) => monitor.id);
  throw new Error(`unknown monitor ${id}${didYouMean(id, ids) || '; run npm run monitors -- list to see all'}`);
}

/** Returns the definition of a monitor in production. */
export const definitionInProd = (monitor: DeclaredMonitor): MonitorDefinition =>
  definitionOf(monitor, monitoringOf(prod));
