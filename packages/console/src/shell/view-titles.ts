import type { ViewName } from './route';

/** Titles of the views in the navigation. */
export const viewTitles: Readonly<Record<ViewName, string>> = {
  map: 'Map',
  traces: 'Traces',
  devices: 'Devices',
  mqtt: 'MQTT',
  monitors: 'Monitors',
};
