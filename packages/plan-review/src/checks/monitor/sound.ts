import type { Example } from '../check';

export const soundMonitor: Example = {
  datadog_monitor: {
    slow: {
      name: 'The API is slow',
      type: 'query alert',
      query: 'avg(last_5m):avg:aws.apigateway.latency{*} > 3000',
      message: 'Requests wait. @slack-oncall',
      priority: '3',
      tags: ['team:lights'],
      on_missing_data: 'default',
      monitor_thresholds: { critical: '3000', critical_recovery: '1500' },
    },
  },
};
