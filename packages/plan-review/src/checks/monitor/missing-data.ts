import type { Check } from '../check';
import { but } from '../example';
import { is, lacks } from '../resource';
import { soundMonitor } from './sound';

export const monitorMissingData: Check = {
  id: 'monitor-missing-data',
  severity: 'minor',
  about: ['datadog_monitor'],
  reason: 'it does not say what missing data means',
  fix: 'set on_missing_data or notify_no_data',
  source: 'Serverless Lens OPS 1; IoT Lens IOTREL11-BP03',
  finds: (monitor) =>
    is(monitor, 'type', 'metric alert', 'query alert') &&
    lacks(monitor, 'on_missing_data') &&
    lacks(monitor, 'notify_no_data'),
  examples: {
    good: [
      soundMonitor,
      but(soundMonitor, 'datadog_monitor.slow', { on_missing_data: undefined, notify_no_data: false }),
    ],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { on_missing_data: undefined })],
  },
};
