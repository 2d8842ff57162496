import { groupKeys, seriesIn } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import type { Datadog, Monitoring } from './monitoring';
import { type References, sloOf } from './references';

// Two of the sites use a different host name in the browser (docs.datadoghq.com/getting_started/site, "Access the Datadog site").
const hosts: Readonly<Record<Datadog['site'], string>> = {
  'datadoghq.com': 'https://app.datadoghq.com',
  'datadoghq.eu': 'https://app.datadoghq.eu',
  'us3.datadoghq.com': 'https://us3.datadoghq.com',
  'us5.datadoghq.com': 'https://us5.datadoghq.com',
  'ap1.datadoghq.com': 'https://ap1.datadoghq.com',
};

/** Time range from an hour before the alert to 15 minutes after the alert. docs.datadoghq.com/monitors/notify/variables, "Template variable links". */
const timeRange =
  'from_ts={{eval "last_triggered_at_epoch-3600000"}}&to_ts={{eval "last_triggered_at_epoch+900000"}}&live=false';

/** Returns a link to the metric or SLO of a monitor, or to the dashboard for a composite. */
export function graphOf(monitor: DeclaredMonitor, { environment }: Monitoring, references: References): string {
  const host = hosts[environment.datadog.site];
  const slo = sloOf(monitor);
  if (slo !== undefined) return `${host}/slo/manage?slo_id=${references.slo(slo)}`;
  return host + (explorerOf(monitor) ?? references.dashboard());
}

/**
 * Returns the metrics explorer path for the query's first metric and the alerting group; undefined if the query has no metric.
 */
function explorerOf({ parsed }: DeclaredMonitor): string | undefined {
  const [series] = parsed?.kind === 'metric' ? seriesIn(parsed.expression) : [];
  if (parsed?.kind !== 'metric' || series === undefined) return undefined;
  const scope = groupKeys(parsed.expression).map((key) => `${key}:{{${key}.name}}`);
  return (
    `/metric/explorer?exp_metric=${series.metric.text}&exp_agg=${series.aggregator?.text ?? 'avg'}&exp_row_type=metric` +
    `${scope.length > 0 ? `&exp_scope=${scope.join(',')}` : ''}&${timeRange}`
  );
}
