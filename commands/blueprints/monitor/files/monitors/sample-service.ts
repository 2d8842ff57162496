import { metricAlert } from '@himeshima/constructs/monitors';

export const sampleThing = metricAlert({
  id: 'sample_thing',
  name: '[sample-service] sample thing 監視',
  query: 'sample-query',
  severity: 'ticket',
  runbook: 'sample-thing',
  summary: '{{sampletag.name}} reached {{value}}.',
  impact: 'Fill in what stops working.',
  criticalRecovery: 800,
});
