import { didYouMean } from '@himeshima/datadog-monitors';
import { monitors } from '../../monitors/monitors';

export type DeclaredMonitor = (typeof monitors)[number];

/** All monitors, or the one that is named. @throws Error with the nearest name where there is none of that id */
export function selectMonitors(id: string | undefined): readonly DeclaredMonitor[] {
  return id === undefined ? monitors : [monitorNamed(id)];
}

/** @throws Error with the nearest name where there is none of that id */
export function monitorNamed(id: string): DeclaredMonitor {
  const found = monitors.find((monitor) => monitor.id === id);
  if (found) return found;
  const ids = monitors.map((monitor) => monitor.id);
  throw new Error(`there is no monitor ${id}${didYouMean(id, ids) || '; npm run monitors -- list names them all'}`);
}
