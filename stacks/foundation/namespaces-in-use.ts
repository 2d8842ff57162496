import { cloudWatchNamespaceOf, parseMonitorQuery, QueryError, seriesIn } from '@himeshima/datadog-monitors';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';

/** Returns the CloudWatch namespaces that monitors and SLOs query, sorted. Reading more of them would cost more. */
export function namespacesInUse(): readonly string[] {
  const metrics = [...monitors.flatMap(({ kind, query }) => metricsOf(kind, query)), ...slos.flatMap(metricsOfSlo)];
  return [...new Set(metrics.flatMap((metric) => cloudWatchNamespaceOf(metric) ?? []))].sort();
}

/** Returns the metrics of a query; empty if it is invalid, which the platform stack reports with its location. */
function metricsOf(kind: Parameters<typeof parseMonitorQuery>[0], query: string): readonly string[] {
  try {
    const parsed = parseMonitorQuery(kind, query);
    return parsed.kind === 'metric' ? seriesIn(parsed.expression).map(({ metric }) => metric.text) : [];
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

const metricsOfSlo = ({ good, total }: { readonly good: string; readonly total: string }) =>
  [good, total].flatMap((text) => metricsOf('metric alert', `sum(last_1h):${text} > 0`));
