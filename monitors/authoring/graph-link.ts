import { groupKeys, parseMetricQuery, QueryError, seriesIn } from '@himeshima/datadog-monitors';
import type { Environment } from '../../config/environment';
import type { DeclaredMonitor } from './monitor';
import { type References, sloOf } from './references';

// D/getting_started/site, "Access the Datadog site": two of the sites have another host name in the browser
const hosts: Readonly<Record<Environment['datadog']['site'], string>> = {
  'datadoghq.com': 'https://app.datadoghq.com',
  'datadoghq.eu': 'https://app.datadoghq.eu',
  'us3.datadoghq.com': 'https://us3.datadoghq.com',
  'us5.datadoghq.com': 'https://us5.datadoghq.com',
  'ap1.datadoghq.com': 'https://ap1.datadoghq.com',
};

/** From an hour before the alert to 15 minutes after it. D/monitors/notify/variables, "Template variable links". */
const timeRange =
  'from_ts={{eval "last_triggered_at_epoch-3600000"}}&to_ts={{eval "last_triggered_at_epoch+900000"}}&live=false';

/** Returns a link to the metric or SLO of a monitor, or to the dashboard for a composite. */
export function graphOf(monitor: DeclaredMonitor, { datadog }: Environment, references: References): string {
  const host = hosts[datadog.site];
  const slo = sloOf(monitor);
  if (slo !== undefined) return `${host}/slo/manage?slo_id=${references.slo(slo)}`;
  const explorer = monitor.kind === 'metric alert' ? explorerOf(monitor.query) : undefined;
  return host + (explorer ?? references.dashboard());
}

/** Returns the path of the metrics explorer with the first metric of the query and the alerting group; undefined if the query is invalid. */
function explorerOf(query: string): string | undefined {
  try {
    const { expression } = parseMetricQuery(query);
    const [series] = seriesIn(expression);
    if (series === undefined) return undefined;
    const scope = groupKeys(expression).map((key) => `${key}:{{${key}.name}}`);
    return (
      `/metric/explorer?exp_metric=${series.metric.text}&exp_agg=${series.aggregator?.text ?? 'avg'}&exp_row_type=metric` +
      `${scope.length > 0 ? `&exp_scope=${scope.join(',')}` : ''}&${timeRange}`
    );
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
