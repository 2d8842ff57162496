import { metricAlert } from '@himeshima/constructs/monitors';

/** Alerts at three times the buffering interval of 5 minutes (stacks/features). A failed delivery is retried every minute. */
export const firehoseLate = metricAlert({
  id: 'firehose_late',
  name: '[Firehose] DeliveryToS3.DataFreshness 監視',
  query: 'max(last_15m):max:aws.firehose.delivery_to_s_3data_freshness{*} by {deliverystreamname} >= 900',
  severity: 'ticket',
  runbook: 'delivery-late',
  summary: 'The oldest record of {{deliverystreamname.name}} has been waiting for {{value}} seconds.',
  impact: 'Records are not in the bucket yet. Firehose discards them after 24 hours.',
  criticalRecovery: 450,
});

export const firehoseThrottled = metricAlert({
  id: 'firehose_throttled',
  name: '[Firehose] ThrottledRecords 監視',
  query: 'sum(last_15m):sum:aws.firehose.throttled_records{*} by {deliverystreamname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'delivery-late',
  summary: '{{deliverystreamname.name}} throttled {{value}} records within 15 minutes.',
  impact:
    'Records that the rule cannot deliver after its retries wait in the rule-errors queue; npm run redrive delivers them.',
});
