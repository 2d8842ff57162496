import { cloudWatchNamespaceOf, parseMonitorQuery, QueryError, seriesIn } from '@himeshima/datadog-monitors';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';

/** CloudWatch's namespaces that a monitor or an SLO looks into, in the order of the alphabet. Each that is read costs. */
export function namespacesInUse(): readonly string[] {
  const metrics = [...monitors.flatMap(({ kind, query }) => metricsOf(kind, query)), ...slos.flatMap(metricsOfSlo)];
  return [...new Set(metrics.flatMap((metric) => cloudWatchNamespaceOf(metric) ?? []))].sort();
}

/** None where the query cannot be read: the stack of the platform refuses it, with its place. */
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
