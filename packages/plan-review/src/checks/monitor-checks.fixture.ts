import { type CheckExamples, type Example, withAttributes } from './example.fixture';

const compliantMonitor: Example = {
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

const silent = withAttributes(compliantMonitor, 'datadog_monitor.slow', { message: 'Requests wait.' });

export const monitorExamples: CheckExamples = {
  'monitor-destination': {
    good: [
      compliantMonitor,
      withAttributes(silent, 'datadog_monitor.failing', {
        ...compliantMonitor['datadog_monitor']?.['slow'],
        type: 'composite',
        query: '${datadog_monitor.slow.id} && !${datadog_monitor.quiet.id}',
      }),
      withAttributes(silent, 'datadog_monitor_notification_rule.lights', {
        recipients: ['slack-lights'],
        filter: { tags: ['team:lights'] },
      }),
    ],
    bad: [
      silent,
      withAttributes(silent, 'datadog_monitor_notification_rule.others', {
        recipients: ['slack-others'],
        filter: { tags: ['team:others'] },
      }),
    ],
  },
  'monitor-draft': {
    good: [compliantMonitor],
    bad: [withAttributes(compliantMonitor, 'datadog_monitor.slow', { draft_status: 'draft' })],
  },
  'monitor-missing-data': {
    good: [
      compliantMonitor,
      withAttributes(compliantMonitor, 'datadog_monitor.slow', { on_missing_data: undefined, notify_no_data: false }),
    ],
    bad: [withAttributes(compliantMonitor, 'datadog_monitor.slow', { on_missing_data: undefined })],
  },
  'monitor-priority': {
    good: [compliantMonitor],
    bad: [withAttributes(compliantMonitor, 'datadog_monitor.slow', { priority: undefined })],
  },
  'monitor-recovery': {
    good: [
      compliantMonitor,
      // no recovery threshold lies between 0 and 1, because the values are integers
      withAttributes(compliantMonitor, 'datadog_monitor.slow', {
        query: 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() >= 1',
        monitor_thresholds: { critical: '1' },
      }),
    ],
    bad: [withAttributes(compliantMonitor, 'datadog_monitor.slow', { monitor_thresholds: { critical: '3000' } })],
  },
  'monitor-tags': {
    good: [compliantMonitor],
    bad: [withAttributes(compliantMonitor, 'datadog_monitor.slow', { tags: undefined })],
  },
};
