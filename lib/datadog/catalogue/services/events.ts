import type { ServiceRows } from '../service';

// Datadog's page of EventBridge lists no metrics; these are CloudWatch's, spelled as the integration spells names.
export const events: ServiceRows = {
  namespace: 'aws.events',
  tags: ['rulename', 'eventbusname', 'eventsourcename'],
  source: 'Amazon EventBridge user guide, "Monitoring Amazon EventBridge", read 2026-11-24',
  rows: {
    count: `
      dead_letter_invocations failed_invocations invocations invocations_failed_to_be_sent_to_dlq
      invocations_sent_to_dlq matched_events throttled_rules triggered_rules`,
  },
};
