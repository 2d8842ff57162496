import { type MetricQuery, parseMetricQuery, QueryError, seriesIn } from '@himeshima/datadog-monitors';
import { definitionOf } from './authoring/definition';
import type { DeclaredMetricAlert } from './authoring/metric-alert';
import type { DeclaredSlo } from './authoring/metric-slo';
import type { DeclaredMonitor } from './authoring/monitor';
import type { Step } from './monitors';

/** Input of the dashboard. All widgets are derived from the monitors, so they cannot drift from them. */
export interface DashboardSource {
  readonly title: string;
  readonly flow: readonly Step[];
  readonly slos: readonly DeclaredSlo[];
  /** Search for the monitors listed at the top, for example `tag:(project:himeshima)`. */
  readonly search: string;
  /** Returns a query as the plan contains it, with narrowed scopes. */
  readonly narrowed: (query: string) => string;
  readonly sloId: (id: string) => string;
}

/**
 * Returns the body of `datadog_dashboard_json`: a group for each step of the data flow, a graph with thresholds for each metric
 * monitor, and the error budget of each SLO.
 * Source: API reference, "Create a new dashboard"; D/dashboards/widgets
 */
export function dashboardOf(source: DashboardSource) {
  const { title, flow, slos, search } = source;
  const groups = flow.map((step) =>
    group(
      step.title,
      step.monitors.filter(isMetric).flatMap((one) => parsedQuery(one, source).map((query) => graph(one, query))),
    ),
  );
  const budgets = slos.map((slo) => budget(slo, source));
  return {
    title,
    description: 'Generated from monitors/. The next deployment overwrites changes made here.',
    layout_type: 'ordered',
    reflow_type: 'auto',
    // The provider compares JSON texts, and the API returns null for what is missing: every plan would show an update.
    // DataDog/terraform-provider-datadog#2951
    notify_list: [],
    template_variables: [],
    widgets: [group('Now', [listOf(search), ...budgets]), ...groups],
  };
}

const isMetric = (monitor: DeclaredMonitor): monitor is DeclaredMetricAlert => monitor.kind === 'metric alert';

const group = (title: string, widgets: readonly object[]) => ({
  definition: { type: 'group', title, layout_type: 'ordered', widgets },
});

const listOf = (query: string) => ({
  definition: { type: 'manage_status', query, sort: 'status,asc', display_format: 'countsAndList' },
});

const budget = ({ id, name, days }: DeclaredSlo, { sloId }: DashboardSource) => ({
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

/** Returns nothing for an invalid query, which synth reports with file and line. */
function parsedQuery({ query }: DeclaredMetricAlert, { narrowed }: DashboardSource): MetricQuery[] {
  try {
    return [parseMetricQuery(narrowed(query))];
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

function graph(monitor: DeclaredMetricAlert, query: MetricQuery) {
  const q = graphedQuery(query);
  const { critical, warning } = definitionOf(monitor).thresholds;
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
 * Returns the query of a graph in which each point aggregates one window, so that it compares with the threshold.
 * D/dashboards/functions/rollup: method and seconds.
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
