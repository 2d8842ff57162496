import { propertiesOf } from '../api/monitor-properties';
import { modules } from './generated-imports';
import type { NamedMonitor } from './name-monitors';
import { printValue } from './print-value';

/** Prints the module that declares monitors. */
export const printEntries = (monitors: readonly NamedMonitor[]): string =>
  [`import { datadogMonitor } from '${modules.authoring}';`, ...monitors.map(printEntry)].join('\n\n').concat('\n');

function printEntry({ identifier, id, datadogId, movedFrom, monitor }: NamedMonitor): string {
  const properties = {
    id,
    ...(datadogId !== undefined && { datadogId }),
    ...(movedFrom !== undefined && { movedFrom }),
    ...propertiesOf(monitor),
  };
  const lines = Object.entries(properties).map(([key, value]) => `  ${key}: ${printValue(value, 2, key.length + 4)},`);
  return [`export const ${identifier} = datadogMonitor({`, ...lines, '});'].join('\n');
}
