import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';

const metrics = new Metrics({ namespace: metricNamespace });

/** Adds to a platform metric, with the function name as the tag `service`. CloudWatch reads the metric from the log. */
export function countMetric(name: keyof typeof ownMetrics, value = 1): void {
  metrics.addMetric(ownMetrics[name].cloudwatch, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
