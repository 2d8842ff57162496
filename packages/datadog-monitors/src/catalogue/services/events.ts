import type { ServiceRows } from '../service';

// Datadog's EventBridge page lists no metrics, so the documentation does not confirm these rows. The names are CloudWatch names
// in the integration's spelling, and the type is inferred from the unit Count.
export const events: ServiceRows = {
  namespace: 'aws.events',
  cloudWatch: 'AWS/Events',
  tags: ['rulename', 'eventbusname', 'eventsourcename'],
  source: 'inferred from CloudWatch names and dimensions (aws-cdk-lib, aws-events), seen 2026-11-24',
  rows: {
    count: `
      dead_letter_invocations failed_invocations invocations invocations_failed_to_be_sent_to_dlq
      invocations_sent_to_dlq matched_events throttled_rules triggered_rules`,
  },
};
