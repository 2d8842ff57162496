import { type MonitorQuery, parseMonitorQuery, QueryError } from '@himeshima/datadog-monitors';
import { faultsOf, type MonitorKind, type MonitorProps } from './monitor-schema';
import { overrideFaults } from './override-faults';

/** Fields that a declaration adds to a monitor's properties. */
interface DeclarationFields {
  /** Error whose stack contains the call that declared the monitor, for messages with file and line. */
  readonly declared: Error;
  /** Violations of the schema. */
  readonly faults: readonly string[];
  /** Syntax tree of the query; undefined if the query is invalid, which synth reports. */
  readonly parsed: MonitorQuery | undefined;
}

/** Declared monitor of one kind (Datadog's monitor type), with only the properties that Datadog permits for this kind. */
export type Declaration<Kind extends MonitorKind> = MonitorProps<Kind> & DeclarationFields & { readonly kind: Kind };
/** Declared monitor of any kind. */
export type DeclaredMonitor = { readonly [Kind in MonitorKind]: Declaration<Kind> }[MonitorKind];

export type MetricAlert = MonitorProps<'metric alert'>;

/** Declares a metric monitor: `sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1`. */
export const metricAlert = (props: MetricAlert): Declaration<'metric alert'> => declare('metric alert', props);

/**
 * Declares a monitor that counts log lines: `logs("service:power-on status:error").index("*").rollup("count").last("5m") > 10`.
 * Datadog rejects recovery thresholds for log alerts (API reference, "Create a monitor"). Log lines arrive without CloudWatch's
 * delay. By default, a period without matching lines keeps the monitor OK.
 */
export const logAlert = (props: MonitorProps<'log alert'>): Declaration<'log alert'> => declare('log alert', props);

/**
 * Declares a monitor that counts events, such as deployments or alerts of other tools:
 * `events("source:deploy status:error").rollup("count").last("5m") > 0`.
 */
export const eventAlert = (props: MonitorProps<'event-v2 alert'>): Declaration<'event-v2 alert'> =>
  declare('event-v2 alert', props);

/** Declares a monitor for real user monitoring (RUM): `rum("@type:error").rollup("count").by("@view.name").last("5m") > 10`. */
export const rumAlert = (props: MonitorProps<'rum alert'>): Declaration<'rum alert'> => declare('rum alert', props);

/** Declares a monitor that counts audit trail events: `audits("@action:deleted").rollup("count").last("5m") > 0`. */
export const auditAlert = (props: MonitorProps<'audit alert'>): Declaration<'audit alert'> =>
  declare('audit alert', props);

/** Declares an error tracking monitor: `error-tracking("service:shop").source("all").new().rollup("count").by("@issue.id").last("1d") > 0`. */
export const errorTrackingAlert = (props: MonitorProps<'error-tracking alert'>): Declaration<'error-tracking alert'> =>
  declare('error-tracking alert', props);

/** Declares a monitor for traces: `trace-analytics("service:shop status:error").rollup("count").last("5m") > 10`. */
export const traceAnalyticsAlert = (
  props: MonitorProps<'trace-analytics alert'>,
): Declaration<'trace-analytics alert'> => declare('trace-analytics alert', props);

/** Declares a monitor for CI pipelines: `ci-pipelines("ci_level:pipeline @ci.status:error").rollup("count").last("1h") > 3`. */
export const ciPipelinesAlert = (props: MonitorProps<'ci-pipelines alert'>): Declaration<'ci-pipelines alert'> =>
  declare('ci-pipelines alert', props);

/** Declares a monitor for CI tests: `ci-tests("@test.status:fail").rollup("count").last("1h") > 3`. */
export const ciTestsAlert = (props: MonitorProps<'ci-tests alert'>): Declaration<'ci-tests alert'> =>
  declare('ci-tests alert', props);

/**
 * Declares a monitor that counts consecutive results of a service check:
 * `"datadog.agent.up".over("*").by("host").last(4).count_by_status()`.
 */
export const serviceCheck = (props: MonitorProps<'service check'>): Declaration<'service check'> =>
  declare('service check', props);

/**
 * Declares an alert for an SLO whose error budget burns too fast or is consumed. The query contains the SLO's id:
 * `burn_rate("id").over("30d").long_window("1h").short_window("5m") > 14.4`, `error_budget("id").over("30d") > 75`. An SLO alert
 * has no recovery threshold, delay or settings for missing data (docs.datadoghq.com/service_level_objectives/burn_rate).
 */
export const sloAlert = (props: MonitorProps<'slo alert'>): Declaration<'slo alert'> => declare('slo alert', props);

/**
 * Declares a monitor that combines the states of up to ten monitors: `a && !(b || c)`. A composite has no threshold, delay or
 * window (docs.datadoghq.com/monitors/types/composite).
 */
export const composite = (props: MonitorProps<'composite'>): Declaration<'composite'> => declare('composite', props);

function declare<Kind extends MonitorKind>(kind: Kind, props: MonitorProps<Kind>): Declaration<Kind> {
  const schemaFaults = faultsOf(kind, props);
  const faults = schemaFaults.length > 0 ? schemaFaults : overrideFaults(kind, props.environments);
  // the schema has reported the unknown severity; continue with the other checks
  const severity = faults.some((fault) => fault.startsWith('severity:')) ? 'ticket' : props.severity;
  return {
    ...props,
    severity,
    kind,
    declared: new Error(props.id),
    faults,
    parsed: parseValidQuery(kind, props.query),
  };
}

function parseValidQuery(kind: MonitorKind, query: string): MonitorQuery | undefined {
  try {
    return parseMonitorQuery(kind, query);
  } catch (error) {
    if (error instanceof QueryError) return undefined;
    throw error;
  }
}
