import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundMonitor } from './sound';

export const monitorPriority: Check = {
  id: 'monitor-priority',
  severity: 'minor',
  about: ['datadog_monitor'],
  reason: 'on-call staff cannot tell which alert is more urgent',
  fix: 'set a priority from 1 to 5',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
  finds: (monitor) => lacks(monitor, 'priority'),
  examples: { good: [soundMonitor], bad: [but(soundMonitor, 'datadog_monitor.slow', { priority: undefined })] },
};
