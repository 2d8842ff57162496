import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';

const metrics = new Metrics({ namespace: metricNamespace });

/** Adds to a metric of the platform, with the function name as its tag `service`. CloudWatch reads it from the log. */
export function countMetric(name: keyof typeof ownMetrics, value = 1): void {
  metrics.addMetric(ownMetrics[name].cloudwatch, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
