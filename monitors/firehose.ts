import { metricAlert } from './authoring/metric-alert';

/** Three times the 5 minutes for which stacks/features let records wait: a delivery that fails is tried each minute. */
export const firehoseLate = metricAlert({
  id: 'firehose_late',
  name: '[Firehose] DeliveryToS3.DataFreshness 監視',
  query: 'max(last_15m):max:aws.firehose.delivery_to_s_3data_freshness{*} by {deliverystreamname} >= 900',
  severity: 'ticket',
  runbook: 'delivery-late',
  happened: 'The oldest record of {{deliverystreamname.name}} waits for {{value}} seconds.',
  matters: 'It is not in its bucket yet, and after 24 hours it is given up.',
  criticalRecovery: 450,
});

export const firehoseThrottled = metricAlert({
  id: 'firehose_throttled',
  name: '[Firehose] ThrottledRecords 監視',
  query: 'sum(last_15m):sum:aws.firehose.throttled_records{*} by {deliverystreamname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'delivery-late',
  happened: '{{deliverystreamname.name}} refused {{value}} records within 15 minutes.',
  matters: 'What the rule cannot hand over after some tries waits in rule-errors: npm run redrive puts it back.',
});
