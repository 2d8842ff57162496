import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundMonitor } from './sound';

export const monitorTags: Check = {
  id: 'monitor-tags',
  severity: 'minor',
  about: ['datadog_monitor'],
  reason: 'it has no tags, so notification rules, downtimes and searches miss it',
  fix: 'tag it with the team, the service and the environment',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS06-BP01',
  finds: (monitor) => lacks(monitor, 'tags'),
  examples: { good: [soundMonitor], bad: [but(soundMonitor, 'datadog_monitor.slow', { tags: undefined })] },
};
