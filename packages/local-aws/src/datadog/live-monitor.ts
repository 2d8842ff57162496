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
  type Rendered,
  seriesIn,
} from '@himeshima/datadog-monitors';
import type { MetricStore } from '../metrics';

/** An SLO of the plan. */
export interface Objective {
  /** `metric` counts good events among all; the others are not evaluated. */
  readonly type: string;
  /** In percent, by the number of days that it is promised for. */
  readonly targets: ReadonlyMap<number, number>;
  /** Metric queries without time aggregation; undefined where the SLO counts no events. */
  readonly events: { readonly good: string; readonly total: string } | undefined;
}

/** Whatever the plan declares, by id. */
export interface Declarations {
  readonly monitors: ReadonlyMap<string, MonitorDefinition>;
  readonly objectives: ReadonlyMap<string, Objective>;
}

/** A monitor that is evaluated each minute. */
export interface LiveMonitor {
  readonly id: string;
  /** How far back it looks at metrics; 0 for a composite. */
  readonly windowMinutes: number;
  /** Whose series it reads; a composite none of its own. */
  readonly metrics: readonly string[];
  evaluateAt(minute: number, previous: MonitorState): Evaluation;
  /** What a notification says. */
  render(notification: Notification): Rendered;
}

type CompositeQuery = Extract<MonitorQuery, { readonly kind: 'composite' }>;

interface Sources {
  readonly metrics: MetricStore;
  readonly evaluationDelaySeconds: number;
  stateOf(id: string): MonitorState;
}

/** Monitors in the order in which they are evaluated, a composite after those that it names. */
interface Live {
  readonly monitors: readonly LiveMonitor[];
  /** Why the others are not evaluated, by id. */
  readonly refused: ReadonlyMap<string, string>;
}

/** A monitor, and the SLO that it looks at: where both are as they were, it does as it did. */
export function behind(id: string, { monitors, objectives }: Declarations) {
  const definition = monitors.get(id);
  if (definition?.type !== 'slo alert') return { definition };
  const query = parseMonitorQuery(definition.type, definition.query);
  return { definition, objective: query.kind === 'slo' ? objectives.get(query.slo.text) : undefined };
}

/** Prepares all that is declared. What Datadog evaluates and @himeshima/datadog-monitors does not is refused, with what rests on it. */
export function liveMonitors(declarations: Declarations, sources: Sources): Live {
  const monitors = new Map<string, LiveMonitor>();
  const refused = new Map<string, string>();
  const read = [...declarations.monitors].map(([id, definition]) => {
    return { id, definition, query: parseMonitorQuery(definition.type, definition.query) };
  });
  const types = new Map(read.map(({ id, definition }) => [id, definition.type]));
  const isComposite = ({ query }: { query: MonitorQuery }) => query.kind === 'composite';
  for (const { id, definition, query } of read.toSorted((a, b) => Number(isComposite(a)) - Number(isComposite(b)))) {
    try {
      if (query.kind === 'composite') refuseMembers(query, { types, refused });
      monitors.set(id, liveMonitor({ id, definition, query }, declarations, sources));
    } catch (error) {
      refused.set(id, error instanceof Error ? error.message : String(error));
    }
  }
  return { monitors: [...monitors.values()], refused };
}

interface Read {
  readonly id: string;
  readonly definition: MonitorDefinition;
  readonly query: MonitorQuery;
}

function liveMonitor(read: Read, { objectives }: Declarations, sources: Sources): LiveMonitor {
  const { definition, query } = read;
  const { evaluationDelaySeconds } = sources;
  const options = { catalogue, evaluationDelaySeconds };
  if (query.kind === 'composite') return liveComposite(read, sources);
  if (query.kind !== 'slo') return overMetrics(read, createEvaluator(definition, options), sources);
  const slo = metricSlo(query.slo.text, query.days, objectives);
  return overMetrics(read, createSloEvaluator(definition, slo, options), sources);
}

function overMetrics({ id, definition }: Read, evaluator: Evaluator, { metrics }: Sources): LiveMonitor {
  return {
    id,
    windowMinutes: evaluator.query.time.window.minutes,
    metrics: seriesIn(evaluator.query.expression).map(({ metric }) => metric.text),
    evaluateAt: (minute, previous) => evaluator.evaluateAt(minute, metrics, previous),
    render: messageOf(definition, evaluator.query),
  };
}

function liveComposite({ id, definition }: Read, { stateOf }: Sources): LiveMonitor {
  const evaluator = createCompositeEvaluator(definition);
  return {
    id,
    windowMinutes: 0,
    metrics: [],
    evaluateAt: (minute, previous) => evaluator.evaluateAt(minute, stateOf, previous),
    render: messageOf(definition, undefined, ({ group }) => evaluator.variablesOf(group, stateOf)),
  };
}

/** @throws Error where one of a composite's monitors is not there, is a composite itself, or is not evaluated */
function refuseMembers(
  query: CompositeQuery,
  { types, refused }: { readonly types: ReadonlyMap<string, string>; readonly refused: ReadonlyMap<string, string> },
): void {
  const [problem] = compositeMembers(query, types);
  if (problem) throw new Error(problem.message);
  const missing = monitorsIn(query.expression).find((id) => refused.has(id));
  if (missing !== undefined) throw new Error(`${missing}, which it names, is not`);
}

/** @throws Error where the plan has no such SLO, or one that cannot be calculated here */
function metricSlo(id: string, days: number, objectives: ReadonlyMap<string, Objective>): MetricSlo {
  const found = objectives.get(id);
  if (found === undefined) throw new Error(`there is no SLO ${id}${didYouMean(id, [...objectives.keys()])}`);
  if (found.events === undefined) throw new Error(`the SLO ${id} is of type ${found.type}: metric SLOs are evaluated`);
  const target = found.targets.get(days);
  if (target === undefined) throw new Error(`the SLO ${id} has no target over ${days} days`);
  return { ...found.events, target };
}
