import type { ApiMonitor } from '../api/api-monitor';
import { propertiesOf } from '../api/monitor-properties';
import { toTerraform } from '../terraform/to-terraform';
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
  return [...commentOn(monitor), `export const ${identifier} = datadogMonitor({`, ...lines, '});'].join('\n');
}

/** Start of the comment on a monitor that becomes a `datadog_monitor_json`. */
export const jsonComment = '// datadog_monitor_json, because datadog_monitor does not support';

function commentOn(monitor: ApiMonitor): readonly string[] {
  const { type, unexpressed } = toTerraform(monitor);
  // the name of an option could contain a line break, which would end the comment
  const paths = unexpressed.map((path) => path.replace(/[^\w.-]/g, '?'));
  return type === 'datadog_monitor_json' ? [`${jsonComment} ${[...new Set(paths)].join(', ')}`] : [];
}
