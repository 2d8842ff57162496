import {
  catalogue,
  compositeMembers,
  createCompositeEvaluator,
  createEvaluator,
  createSloEvaluator,
  didYouMean,
  type Evaluation,
  type Evaluator,
  type MetricSlo,
  type MonitorDefinition,
  type MonitorQuery,
  type MonitorState,
  messageOf,
  monitorsIn,
  type Notification,
  parseMonitorQuery,
  type RenderedMessage,
  seriesIn,
} from '@himeshima/datadog-monitors';
import type { MetricStore } from '../metrics';
import { contributingEvents } from './contributing-events';

/** SLO that the plan declares. */
export interface Objective {
  /** Type of the SLO. Only the type `metric`, the ratio of good events to all events, is evaluated. */
  readonly type: string;
  /** Targets in percent, keyed by time frame in days. */
  readonly targets: ReadonlyMap<number, number>;
  /** Metric queries without time aggregation; undefined if the SLO does not count events. */
  readonly events: { readonly good: string; readonly total: string } | undefined;
}

/** Declared monitors and SLOs by ID. */
export interface Declarations {
  readonly monitors: ReadonlyMap<string, MonitorDefinition>;
  readonly objectives: ReadonlyMap<string, Objective>;
}

/** Monitor that is evaluated once a minute. */
export interface LiveMonitor {
  readonly id: string;
  /** Length of the evaluation window; 0 for a composite monitor. */
  readonly windowMinutes: number;
  /** Metrics that the monitor queries; empty for a composite monitor. */
  readonly metrics: readonly string[];
  evaluateAt(minute: number, previous: MonitorState): Evaluation;
  /** Returns the IDs of the newest events that contributed to an alert, as far as they are known. */
  contributing(notification: Pick<Notification, 'minute' | 'tags'>): readonly number[];
  /** Renders the message of a notification. */
  render(notification: Notification): RenderedMessage;
}

type CompositeQuery = Extract<MonitorQuery, { readonly kind: 'composite' }>;

interface Sources {
  readonly metrics: MetricStore;
  readonly evaluationDelaySeconds: number;
  stateOf(id: string): MonitorState;
  /** Returns the trace of an event. */
  traceOf(event: number): number;
}

/** Monitors in evaluation order, so that a composite monitor follows its members. */
interface Live {
  readonly monitors: readonly LiveMonitor[];
  /** Reasons why the remaining monitors are not evaluated, keyed by ID. */
  readonly unsupported: ReadonlyMap<string, string>;
}

/** Returns a monitor with the SLO that it refers to. The monitor keeps its state as long as neither changes. */
export function behind(id: string, { monitors, objectives }: Declarations) {
  const definition = monitors.get(id);
  if (definition?.type !== 'slo alert') return { definition };
  const query = parseMonitorQuery(definition.type, definition.query);
  return { definition, objective: query.kind === 'slo' ? objectives.get(query.slo.text) : undefined };
}

/**
 * Prepares all declared monitors for evaluation. Monitors that @himeshima/datadog-monitors does not support, and
 * composite monitors that contain them, are listed with a reason instead.
 */
export function liveMonitors(declarations: Declarations, sources: Sources): Live {
  const monitors = new Map<string, LiveMonitor>();
  const unsupported = new Map<string, string>();
  const read = [...declarations.monitors].map(([id, definition]) => {
    return { id, definition, query: parseMonitorQuery(definition.type, definition.query) };
  });
  const types = new Map(read.map(({ id, definition }) => [id, definition.type]));
  const isComposite = ({ query }: { query: MonitorQuery }) => query.kind === 'composite';
  for (const { id, definition, query } of read.toSorted((a, b) => Number(isComposite(a)) - Number(isComposite(b)))) {
    try {
      if (query.kind === 'composite') checkMembers(query, { types, unsupported });
      monitors.set(id, liveMonitor({ id, definition, query }, declarations, { ...sources, monitors }));
    } catch (error) {
      unsupported.set(id, error instanceof Error ? error.message : String(error));
    }
  }
  return { monitors: [...monitors.values()], unsupported };
}

interface LiveSources extends Sources {
  /** Monitors that have been prepared so far. */
  readonly monitors: ReadonlyMap<string, LiveMonitor>;
}

interface ReadMonitor {
  readonly id: string;
  readonly definition: MonitorDefinition;
  readonly query: MonitorQuery;
}

function liveMonitor(read: ReadMonitor, { objectives }: Declarations, sources: LiveSources): LiveMonitor {
  const { definition, query } = read;
  const { evaluationDelaySeconds } = sources;
  const options = { catalogue, evaluationDelaySeconds };
  if (query.kind === 'composite') return liveComposite(read, query, sources);
  if (query.kind !== 'slo') return overMetrics(read, createEvaluator(definition, options), sources);
  const slo = metricSlo(query.slo.text, query.days, objectives);
  return overMetrics(read, createSloEvaluator(definition, slo, options), sources);
}

function overMetrics({ id, definition }: ReadMonitor, evaluator: Evaluator, sources: Sources): LiveMonitor {
  const { metrics, evaluationDelaySeconds } = sources;
  const { query } = evaluator;
  return {
    id,
    windowMinutes: query.time.window.minutes,
    metrics: seriesIn(query.expression).map(({ metric }) => metric.text),
    evaluateAt: (minute, previous) => evaluator.evaluateAt(minute, metrics, previous),
    contributing: (notification) => contributingEvents({ query, evaluationDelaySeconds, notification }, sources),
    render: messageOf(definition, query),
  };
}

function liveComposite({ id, definition }: ReadMonitor, query: CompositeQuery, sources: LiveSources): LiveMonitor {
  const { stateOf, monitors } = sources;
  const alertingGroups = (member: string) =>
    Object.values(stateOf(member).groups).filter(({ state }) => state === 'Alert' || state === 'Warn');
  const evaluator = createCompositeEvaluator(definition);
  return {
    id,
    windowMinutes: 0,
    metrics: [],
    evaluateAt: (minute, previous) => evaluator.evaluateAt(minute, stateOf, previous),
    contributing: ({ minute }) =>
      monitorsIn(query.expression).flatMap((member) =>
        alertingGroups(member).flatMap(({ tags }) => monitors.get(member)?.contributing({ minute, tags }) ?? []),
      ),
    render: messageOf(definition, undefined, ({ group }) => evaluator.variablesOf(group, stateOf)),
  };
}

/**
 * Checks the members of a composite monitor.
 * @throws Error if a member does not exist, is itself a composite monitor, or is not evaluated
 */
function checkMembers(
  query: CompositeQuery,
  {
    types,
    unsupported,
  }: { readonly types: ReadonlyMap<string, string>; readonly unsupported: ReadonlyMap<string, string> },
): void {
  const [problem] = compositeMembers(query, types);
  if (problem) throw new Error(problem.message);
  const missing = monitorsIn(query.expression).find((id) => unsupported.has(id));
  if (missing !== undefined) throw new Error(`the member ${missing} is not evaluated`);
}

/**
 * Returns an SLO's queries and target.
 * @throws Error if the SLO is not declared in the plan, or is not supported
 */
export function metricSlo(id: string, days: number, objectives: ReadonlyMap<string, Objective>): MetricSlo {
  const found = objectives.get(id);
  if (found === undefined) throw new Error(`no such SLO: ${id}${didYouMean(id, [...objectives.keys()])}`);
  if (found.events === undefined)
    throw new Error(`the SLO ${id} has the type ${found.type}; only metric SLOs are evaluated`);
  const target = found.targets.get(days);
  if (target === undefined) throw new Error(`the SLO ${id} has no ${days}-day target`);
  return { ...found.events, target };
}
