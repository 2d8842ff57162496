import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundMonitor } from './sound';

export const monitorTags: Check = {
  id: 'monitor-tags',
  severity: 'minor',
  about: ['datadog_monitor'],
  reason: 'notification rules, downtimes and searches cannot find it, and its owner is unknown',
  fix: 'tags: the team, the service, the environment',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
  finds: (monitor) => lacks(monitor, 'tags'),
  examples: { good: [soundMonitor], bad: [but(soundMonitor, 'datadog_monitor.slow', { tags: undefined })] },
};
