import { metricAlert } from '@himeshima/constructs/monitors';

/** EventBridge does not retry if it lacks permission to invoke the function. */
export const scheduleFailed = metricAlert({
  id: 'schedule_failed',
  name: '[EventBridge] FailedInvocations 監視',
  query: 'sum(last_15m):sum:aws.events.failed_invocations{*} by {rulename}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'digest-missing',
  summary: 'The schedule {{rulename.name}} could not invoke its function.',
  impact: 'The scheduled work was not done and is not retried.',
});

/** A disabled schedule publishes no metric; with `default`, Datadog treats missing count data as zero. */
export const scheduleSilent = metricAlert({
  id: 'schedule_silent',
  name: '[EventBridge] TriggeredRules 監視 (timer-event)',
  query: 'sum(last_1d):sum:aws.events.triggered_rules{rulename:timer-event}.as_count() < 1',
  severity: 'ticket',
  runbook: 'digest-missing',
  summary: 'The timer-event schedule has not run for a day.',
  impact: 'The daily digest is missing.',
  settings: { onMissingData: 'default' },
});
