import { metricAlert } from './authoring/metric-alert';

/** EventBridge gives up at once where it has no right to invoke the function. */
export const scheduleFailed = metricAlert({
  id: 'schedule_failed',
  name: '[EventBridge] FailedInvocations 監視',
  query: 'sum(last_15m):sum:aws.events.failed_invocations{*} by {rulename}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'digest-missing',
  happened: 'The schedule {{rulename.name}} could not invoke its function.',
  matters: 'What should be done at that time is not done, and nobody tries again.',
});

/** A schedule that was switched off, or that nothing fires, has no figures: for a count that is taken for zero. */
export const scheduleSilent = metricAlert({
  id: 'schedule_silent',
  name: '[EventBridge] TriggeredRules 監視 (timer-event)',
  query: 'sum(last_1d):sum:aws.events.triggered_rules{rulename:timer-event}.as_count() < 1',
  severity: 'ticket',
  runbook: 'digest-missing',
  happened: 'The schedule timer-event has not fired for a day.',
  matters: 'The day has no digest.',
  settings: { onMissingData: 'default' },
});
