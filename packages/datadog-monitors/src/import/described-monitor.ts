import type { ApiMonitor } from '../api/api-monitor';
import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { describeMonitor } from '../prose/describe';

/** Describes a monitor in sentences; undefined if this package cannot read it. */
export function describeApiMonitor(monitor: ApiMonitor): string | undefined {
  try {
    return describeMonitor(readApiMonitor(monitor), catalogue)
      .map(({ text }) => text)
      .join(' ');
  } catch {
    return undefined;
  }
}
