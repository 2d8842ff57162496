import type { Check } from '../check';
import { but } from '../example';
import { is } from '../resource';
import { soundMonitor } from './sound';

export const monitorDraft: Check = {
  id: 'monitor-draft',
  severity: 'major',
  about: ['datadog_monitor'],
  reason: 'a draft is evaluated, but notifies no one',
  fix: 'draft_status = "published", or no draft_status',
  source: 'Serverless Lens OPS 1; IoT Lens IOTOPS07-BP01',
  finds: (monitor) => is(monitor, 'draft_status', 'draft'),
  examples: { good: [soundMonitor], bad: [but(soundMonitor, 'datadog_monitor.slow', { draft_status: 'draft' })] },
};
