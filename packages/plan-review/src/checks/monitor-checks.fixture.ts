import { but, type CheckExamples, type Example } from './example.fixture';

const soundMonitor: Example = {
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

const silent = but(soundMonitor, 'datadog_monitor.slow', { message: 'Requests wait.' });

export const monitorExamples: CheckExamples = {
  'monitor-destination': {
    good: [
      soundMonitor,
      but(silent, 'datadog_monitor.failing', {
        ...soundMonitor['datadog_monitor']?.['slow'],
        type: 'composite',
        query: '${datadog_monitor.slow.id} && !${datadog_monitor.quiet.id}',
      }),
      but(silent, 'datadog_monitor_notification_rule.lights', {
        recipients: ['slack-lights'],
        filter: { tags: ['team:lights'] },
      }),
    ],
    bad: [
      silent,
      but(silent, 'datadog_monitor_notification_rule.others', {
        recipients: ['slack-others'],
        filter: { tags: ['team:others'] },
      }),
    ],
  },
  'monitor-draft': {
    good: [soundMonitor],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { draft_status: 'draft' })],
  },
  'monitor-missing-data': {
    good: [
      soundMonitor,
      but(soundMonitor, 'datadog_monitor.slow', { on_missing_data: undefined, notify_no_data: false }),
    ],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { on_missing_data: undefined })],
  },
  'monitor-priority': {
    good: [soundMonitor],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { priority: undefined })],
  },
  'monitor-recovery': {
    good: [
      soundMonitor,
      // of what is counted in whole numbers nothing lies between
      but(soundMonitor, 'datadog_monitor.slow', {
        query: 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() >= 1',
        monitor_thresholds: { critical: '1' },
      }),
    ],
    bad: [but(soundMonitor, 'datadog_monitor.slow', { monitor_thresholds: { critical: '3000' } })],
  },
  'monitor-tags': { good: [soundMonitor], bad: [but(soundMonitor, 'datadog_monitor.slow', { tags: undefined })] },
};
