import { type MetricQuery, parseMetricQuery, seriesIn } from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import { definitionOf } from './definition';
import { monitorIn } from './environment-override';
import type { DeclaredSlo } from './metric-slo';
import type { Monitoring } from './monitoring';
import { narrowedScope } from './narrowed-scope';

/**
 * Returns the body of `datadog_dashboard_json`: a group for each step of the data flow, a graph with thresholds for each metric
 * monitor, and the error budget of each SLO. All widgets are derived from the monitors, so dashboard and monitors cannot diverge.
 * Source: API reference, "Create a new dashboard"; docs.datadoghq.com/dashboards/widgets
 * @param sloId returns the id of an SLO, or a Terraform expression for the id
 */
export function dashboardOf(monitoring: Monitoring, sloId: (id: string) => string) {
  const { environment, flow, slos, tags } = monitoring;
  const search = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return {
    title: environment.stack,
    description: 'Generated from monitors/. The next deployment overwrites manual changes.',
    layout_type: 'ordered',
    reflow_type: 'auto',
    // Fields are null instead of missing, because the API returns null and the provider compares JSON strings; otherwise, every plan would show an update.
    // DataDog/terraform-provider-datadog#2951
    notify_list: [],
    template_variables: [],
    widgets: [
      group('Now', [listOf(`tag:(${search.join(' AND ')})`), ...slos.map((slo) => budget(slo, sloId))]),
      ...flow.map((step) =>
        group(
          step.title,
          step.monitors.flatMap((monitor) => graphOf(monitor, monitoring)),
        ),
      ),
    ],
  };
}

const group = (title: string, widgets: readonly object[]) => ({
  definition: { type: 'group', title, layout_type: 'ordered', widgets },
});

const listOf = (query: string) => ({
  definition: { type: 'manage_status', query, sort: 'status,asc', display_format: 'countsAndList' },
});

const budget = ({ id, name, days }: DeclaredSlo, sloId: (id: string) => string) => ({
  definition: {
    type: 'slo',
    title: name,
    slo_id: sloId(id),
    view_type: 'detail',
    view_mode: 'overall',
    time_windows: [`${days}d`],
    show_error_budget: true,
  },
});

/** Returns the graph of a metric monitor; an empty list for other kinds and for invalid queries, which synth reports. */
function graphOf(declared: DeclaredMonitor, monitoring: Monitoring) {
  const monitor = monitorIn(declared, monitoring.environment.name);
  if (monitor.parsed?.kind !== 'metric') return [];
  const query = parseMetricQuery(narrowedScope(monitor.query, monitoring.environment));
  return [graph(monitor, query, monitoring)];
}

function graph(monitor: DeclaredMonitor, query: MetricQuery, monitoring: Monitoring) {
  const q = graphedQuery(query);
  const { critical, warning } = definitionOf(monitor, monitoring).thresholds;
  const marker = (value: number | undefined, look: 'error' | 'warning', name: string) =>
    value === undefined ? [] : [{ value: `y = ${value}`, display_type: `${look} dashed`, label: `${name} ${value}` }];
  return {
    definition: {
      type: 'timeseries',
      title: monitor.name,
      requests: [{ q, display_type: 'line' }],
      markers: [...marker(critical, 'error', monitor.severity), ...marker(warning, 'warning', 'warning')],
    },
  };
}

/**
 * Returns a graph query in which each point aggregates one window, so the points are comparable with the threshold.
 * Source: docs.datadoghq.com/dashboards/functions/rollup.
 */
function graphedQuery({ text, expression, time, comparator }: MetricQuery): string {
  const rollup = `.rollup(${time.aggregator}, ${time.window.minutes * 60})`;
  const compared = text.slice(0, comparator.column - 1);
  const ends = seriesIn(expression).map(({ end }) => end - 1);
  const rolled = ends
    .toSorted((a, b) => b - a)
    .reduce((query, end) => query.slice(0, end) + rollup + query.slice(end), compared);
  return rolled
    .slice(time.end - 1)
    .replace(/^\s*:/, '')
    .trim();
}
