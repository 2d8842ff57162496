import { catalogue as awsCatalogue, type Catalogue } from '../catalogue/catalogue';
import type { MetricType } from '../catalogue/metric';
import type { MonitorDefinition } from '../monitor/definition';
import { metricTypeIn } from '../query/metric-type';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import type { Argument, MetricQuery } from '../query/query-tree';
import { expressionsIn, groupKeys, seriesIn, usesAsCount } from '../query/walk';
import { isApproximated } from './anomalies';
import { type Assumptions, cautious } from './assumptions';
import type { Subject, WindowValue } from './evaluate-group';
import { pointFunctions, shiftOf } from './functions';
import { NotEvaluatedError } from './not-evaluated-error';
import { outliersOf } from './outliers';
import { everything } from './points';
import { countsGroups, rankOf } from './rank';
import { cadence, rangeOf } from './schedule';
import type { SeriesContext } from './series-points';
import type { Range, SeriesSource } from './source';
import type { Column } from './window-values';

export interface EvaluatorOptions {
  /** Catalogue of metric types; by default, the AWS catalogue. Queries determine the types of unknown metrics. */
  readonly catalogue?: Catalogue;
  /** Delay that overrides the monitor's evaluation delay, for example 0 if metrics arrive immediately. */
  readonly evaluationDelaySeconds?: number;
  readonly assumptions?: Partial<Assumptions>;
}

/** Metric monitor that is ready for evaluation. */
export interface PreparedMonitor {
  readonly subject: Subject;
  /** Whether a window without points has no value, even if the arithmetic would return a value. */
  readonly needsPoints: boolean;
  /** Minutes between two evaluations. */
  readonly every: number;
  /** Returns the window that is evaluated at a minute of wall-clock time. */
  rangeAt(minute: number): Range;
  read(source: SeriesSource): SeriesContext;
  /** Returns whether a group in the query is also a group of the monitor. A constant in a grouped query does not add a group. */
  isGroup(key: string): boolean;
  /** Returns the value in a column with a single window; undefined if the window has no data to evaluate. */
  windowOf(column: Column): WindowValue | undefined;
}

/** Prepares a metric monitor. @throws QueryError, and NotEvaluatedError for other kinds of monitors and unsupported features */
export function prepare(definition: MonitorDefinition, options: EvaluatorOptions): PreparedMonitor {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'metric') throw new NotEvaluatedError(`a monitor of type ${definition.type}`, reasons[query.kind]);
  return prepareQuery(definition, query, options);
}

/** Reasons why `prepare` rejects other kinds of monitors. */
const reasons: Readonly<Record<Exclude<MonitorQuery['kind'], 'metric'>, string>> = {
  composite: 'it needs its members; use simulateComposite() or createCompositeEvaluator()',
  slo: 'it needs its SLO; use simulateSlo() or createSloEvaluator()',
  'service check': 'it is not a metric monitor; use simulateCheck()',
  search: 'it searches events, logs or traces',
  formula: 'it combines several queries',
  opaque: 'its query is not parsed',
};

/** Prepares a monitor with a parsed metric query. @throws NotEvaluatedError for features that are only validated */
export function prepareQuery(
  definition: MonitorDefinition,
  query: MetricQuery,
  options: EvaluatorOptions,
): PreparedMonitor {
  const { catalogue = awsCatalogue } = options;
  const assumptions = { ...cautious, ...options.assumptions };
  rejectFunctions(query, assumptions);
  rejectSchedule(definition);
  const delay = Math.ceil((options.evaluationDelaySeconds ?? definition.evaluationDelaySeconds ?? 0) / 60);
  const isMultiAlert = groupKeys(query.expression).length > 0;
  const countsFirst = usesAsCount(query.expression);
  // fill(last) and default() can give a window without points a value; a count without points is not evaluated
  const needsPoints = countsFirst && !callsDefault(query);
  const types = typesIn(query, catalogue);
  return {
    subject: { definition, query, assumptions, isMultiAlert },
    every: cadence(query.time.window),
    rangeAt: (minute) => rangeOf(query.time.window, minute - delay, definition.schedule),
    read: (source) => ({
      source,
      typeOf: (metric) => types.get(metric) ?? 'gauge',
      assumptions,
      known: new Map(),
    }),
    isGroup: (key) => !(isMultiAlert && key === everything),
    needsPoints,
    windowOf({ values: [value = Number.NaN], seen }) {
      const holds = seen.includes(1) || (!needsPoints && !Number.isNaN(value));
      return holds ? { value, seen } : undefined;
    },
  };
}

const callsDefault = ({ expression }: MetricQuery): boolean =>
  [...expressionsIn(expression)].some((part) => part.kind === 'call' && part.name.text === 'default');

/** Returns the types of a query's metrics from the catalogue, or the types that the query implies. */
function typesIn({ expression }: MetricQuery, catalogue: Catalogue): ReadonlyMap<string, MetricType> {
  const all = seriesIn(expression);
  return new Map(
    all.map(({ metric: { text } }) => [text, catalogue.find(text)?.type ?? metricTypeIn(all, text)] as const),
  );
}

const isEvaluated = (name: string, args: readonly Argument[], assumptions: Assumptions): boolean => {
  if (name === 'anomalies') return isApproximated(args, assumptions);
  if (name === 'outliers') return outliersOf(args) !== undefined;
  return (
    pointFunctions[name] !== undefined ||
    shiftOf(name, args) !== undefined ||
    countsGroups(name) ||
    rankOf(name, args) !== undefined
  );
};

/** Reasons why functions are not evaluated; all functions without an entry are simply not simulated. */
const unevaluated: Readonly<Record<string, string>> = {
  anomalies:
    "its algorithms are not published; 'basic' is approximated if the assumption anomalies contains windowMinutes and quantile",
  forecast: 'its algorithms are not published',
  outliers: 'only DBSCAN and MAD are published',
};

/** Rejects unsupported functions during preparation instead of during a run. */
function rejectFunctions(query: MetricQuery, assumptions: Assumptions): void {
  for (const part of expressionsIn(query.expression)) {
    if (part.kind !== 'call' || isEvaluated(part.name.text, part.args, assumptions)) continue;
    const { text } = part.name;
    throw new NotEvaluatedError(`${text}()`, unevaluated[text] ?? 'it is not simulated');
  }
}

function rejectSchedule({ schedule }: MonitorDefinition): void {
  if (schedule?.recurrences?.length)
    throw new NotEvaluatedError('custom_schedule', 'this evaluator derives the evaluation frequency from the window');
}
