import { cloudWatchNamespaceOf, seriesIn } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from '../monitors/declare';
import { metricsOfSlo } from '../monitors/metric-slo';
import type { Monitoring } from '../monitors/monitoring';

/** Returns the CloudWatch namespaces that monitors and SLOs query, sorted. Reading other namespaces would only add cost. */
export function namespacesInUse({ flow, slos }: Monitoring): readonly string[] {
  const monitors = flow.flatMap((step) => step.monitors);
  const metrics = [...monitors.flatMap(metricsOf), ...slos.flatMap(metricsOfSlo)];
  return [...new Set(metrics.flatMap((metric) => cloudWatchNamespaceOf(metric) ?? []))].sort();
}

const metricsOf = ({ parsed }: DeclaredMonitor): readonly string[] =>
  parsed?.kind === 'metric' ? seriesIn(parsed.expression).map(({ metric }) => metric.text) : [];
