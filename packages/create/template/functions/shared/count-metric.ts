import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';

const metrics = new Metrics({ namespace: metricNamespace });

/** Increments a platform metric. The tag `service` is the function name. CloudWatch reads the metric from the log. */
export function countMetric(name: keyof typeof ownMetrics, value = 1): void {
  metrics.addMetric(ownMetrics[name].cloudwatch, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}
