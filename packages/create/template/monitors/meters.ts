import { metricAlert } from '@himeshima/constructs/monitors';
import { ownMetrics } from '../contracts/metrics';

/**
 * Alerts if a fleet that reports every few minutes goes silent. Without stored readings, the function publishes no metric; `default`
 * makes Datadog treat missing counts as zero.
 */
export const metersSilent = metricAlert({
  id: 'meters_silent',
  name: '[Meters] ReadingStored',
  query: `sum(last_30m):sum:${ownMetrics.readingStored.datadog}{*}.as_count() < 1`,
  severity: 'ticket',
  runbook: 'meters',
  summary: 'No reading has been stored for 30 minutes.',
  impact: 'No meter reaches AWS IoT, or a step between AWS IoT and the table fails.',
  settings: { onMissingData: 'default' },
});
