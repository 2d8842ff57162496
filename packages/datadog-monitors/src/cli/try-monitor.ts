import * as z from 'zod';
import {
  burnRateProblems,
  type Catalogue,
  cautious,
  compositeMembers,
  datadogIdOf,
  EventError,
  lint,
  type MetricSlo,
  type MonitorDefinition,
  MonitorShapeError,
  monitorsIn,
  NotationError,
  NotEvaluatedError,
  PointsError,
  type Problem,
  parseMetricQuery,
  parseMonitorQuery,
  QueryError,
  type RecordedEvent,
  readApiMonitor,
  readDowntimeSchedule,
  readEvent,
  type SeriesSource,
  type Simulation,
  type SimulationOptions,
  selectsMonitor,
  seriesOfPoints,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
  validate,
} from '../index';
import { neededSeries } from '../simulate/needed-series';
import { eachOnce } from './each-once';
import { catalogueFor } from './line-catalogue';
import { has, recordOf } from './own-keys';
import { queryJson } from './query-json';
import { metricsOfSlo, sloExpression, windowOf } from './query-metrics';
import { simulationJson } from './simulation-json';

export type Answer = Readonly<Record<string, unknown>>;

const types = z.enum(['count', 'rate', 'gauge', 'distribution']);
const points = z.array(z.tuple([z.number(), z.number()], 'a point must be [minute, value]'));
const apiMonitor = z.looseObject({ type: z.string(), query: z.string() });
const downtimeRange = z.strictObject({ from: z.number(), to: z.number(), tags: recordOf(z.string()).default({}) });

const fraction = z.number().gt(0.5).lt(1);
/** Assumptions that replace the documented defaults. */
const assumptionsSchema = z.strictObject({
  newGroupDelaySeconds: z.exactOptional(z.number()),
  groupRetentionHours: z.exactOptional(z.number()),
  hostRetentionHours: z.exactOptional(z.number()),
  fillLimitSeconds: z.exactOptional(z.number()),
  interpolation: z.exactOptional(z.enum(['none', 'linear'])),
  lookbackMinutes: z.exactOptional(z.number()),
  anomalies: z.exactOptional(z.strictObject({ windowMinutes: z.int().positive(), quantile: fraction })),
});

const monitorLine = z.strictObject({
  monitor: apiMonitor,
  series: recordOf(points).optional(),
  /** Events by source, for example `{"logs": [{"minute": 3, "message": "…"}]}`. */
  events: recordOf(z.array(z.unknown())).optional(),
  metricTypes: recordOf(types).default({}),
  assumptions: assumptionsSchema.optional(),
  from: z.number().default(0),
  to: z.number().optional(),
  all: z.boolean().default(false),
  /** Time of minute 0 for the schedules of downtimes, for example `2026-11-28T22:00Z`. */
  start: z.iso.datetime({ offset: true, error: 'expected a time such as 2026-11-28T22:00:00Z' }).optional(),
  /** Downtimes: a range of minutes, or the attributes of a downtime in the API. */
  downtimes: z.array(z.unknown()).default([]),
  /** Members of a composite and the SLO of an SLO alert, which are parsed separately. */
  members: z.unknown().optional(),
  slo: z.unknown().optional(),
});
type MonitorLine = z.infer<typeof monitorLine>;

const compositeLine = z.object({ members: recordOf(apiMonitor).optional() });
const sloAlertLine = z.object({
  slo: z.strictObject({ target: z.number(), good: z.string(), total: z.string() }).optional(),
});

/** Maximum length of a simulation in minutes: a year. A longer simulation would take too long. */
const longestMinutes = 366 * 1440;
/** Maximum distance of a point or time from minute 0, in minutes. A larger number is probably a timestamp in another unit. */
const farthestMinutes = 2 * longestMinutes;

/** Parsed line: a monitor with its composite members or SLO. */
interface Trial {
  readonly definition: MonitorDefinition;
  /** Composite members, keyed by id; undefined if the line has no members. */
  readonly members: ReadonlyMap<string, MonitorDefinition> | undefined;
  /** SLO of an SLO alert. */
  readonly slo: MetricSlo | undefined;
}

/**
 * Validates a monitor, and evaluates it over the line's series. Evaluates a composite with the monitors in `members`, and an SLO
 * alert with the SLO in `slo` (`target`, `good`, `total`).
 * @throws Error if the line is invalid; problems with the monitor are part of the result
 */
export function tryMonitor(json: unknown): Answer {
  const line = monitorLine.parse(json);
  const { trial, errors } = readTrial(json, line.monitor);
  if (!trial) return { valid: false, errors };
  const { definition, members, slo } = trial;
  const all = eachOnce(Object.entries(line.series ?? {}).map(([name, values]) => readSeries(name, values)));
  const monitors = [definition, ...(members?.values() ?? [])];
  const queries = [...monitors.map(({ query }) => query), ...(slo ? [sloExpression(slo)] : [])];
  const catalogue = catalogueFor({ ...line, series: all }, queries);
  const invalid = problemsWith(trial, (one) => validate(one, catalogue));
  const problems = invalid.length > 0 ? invalid : unreachable(trial);
  if (problems.length > 0) return { valid: false, errors: problems };
  const warnings = warningsAbout(monitors, catalogue);
  const valid = { valid: true, errors: [], ...(warnings.length > 0 && { warnings }), parsed: queryJson(definition) };
  if (!line.series && !line.events) return valid;
  const source = { ...sourceOf(...all), ...eventsIn(line) };
  const downtimes = downtimesIn(line);
  const selecting = downtimes.filter(
    (one) => !('monitorTags' in one) || selectsMonitor(one, { id: datadogIdOf(line.monitor), definition }),
  );
  const others = downtimes.flatMap((one) => ('id' in one && !selecting.includes(one) ? [one.id] : []));
  try {
    const run = runOf(trial, source, {
      ...stretchOf(line, monitors),
      catalogue,
      downtimes: selecting,
      start: Date.parse(line.start ?? '1970-01-01T00:00:00Z') / 60_000,
      ...(line.assumptions && { assumptions: line.assumptions }),
    });
    const unused = unusedIn(trial, all);
    return {
      ...valid,
      ...(unused.length > 0 && { unused }),
      ...(others.length > 0 && { otherDowntimes: others }),
      ...simulationJson(run, line.all),
    };
  } catch (error) {
    if (!(error instanceof NotEvaluatedError)) throw error;
    return { ...valid, notEvaluated: error.message };
  }
}

/**
 * Converts a target to percent. A target of at most 1, such as 0.999, is a fraction, because no SLO has a target of 1% or less.
 */
export const inPercent = (target: number): number => (target <= 1 ? Number((target * 100).toPrecision(12)) : target);

function readTrial(json: unknown, monitor: MonitorLine['monitor']): { trial?: Trial; errors: Answer[] } {
  const { definition, errors } = definitionIn(monitor);
  if (!definition) return { errors };
  const slo = definition.type === 'slo alert' ? sloIn(json) : undefined;
  const given = definition.type === 'composite' ? compositeLine.parse(json).members : undefined;
  if (!given) return { trial: { definition, slo, members: undefined }, errors };
  const read = Object.entries(given).map(([id, member]) => ({ id, ...definitionIn(member, `members.${id}.`) }));
  const wrong = read.flatMap((one) => one.errors);
  if (wrong.length > 0) return { errors: wrong };
  const members = read.flatMap((one) => (one.definition ? [[one.id, one.definition] as const] : []));
  return { trial: { definition, slo, members: new Map(members) }, errors };
}

function definitionIn(
  monitor: MonitorLine['monitor'],
  place = '',
): { definition?: MonitorDefinition; errors: Answer[] } {
  try {
    return { definition: readApiMonitor({ name: 'monitor', message: '', ...monitor }), errors: [] };
  } catch (error) {
    if (!(error instanceof MonitorShapeError)) throw error;
    return { errors: [{ message: error.message, attribute: `${place}${error.path}` }] };
  }
}

function sloIn(json: unknown): MetricSlo | undefined {
  const { slo } = sloAlertLine.parse(json);
  if (!slo) return undefined;
  const target = inPercent(slo.target);
  if (!(target > 0 && target < 100))
    throw new Error(`slo.target is ${target}; it must be above 0 and below 100 percent`);
  for (const name of ['good', 'total'] as const) rejectUnreadable(name, slo[name]);
  return { ...slo, target };
}

function rejectUnreadable(name: string, text: string): void {
  const before = 'sum(last_1m):';
  try {
    parseMetricQuery(`${before}${text} > 0`);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new Error(`slo.${name}, column ${error.column - before.length}: ${error.message}`);
  }
}

function problemsWith({ definition, members }: Trial, check: (one: MonitorDefinition) => Problem[]): Problem[] {
  const own = check(definition);
  if (!members || own.length > 0) return own;
  const query = parseMonitorQuery(definition.type, definition.query);
  const named = query.kind === 'composite' ? monitorsIn(query.expression) : [];
  const extra = [...members.keys()].find((id) => !named.includes(id));
  if (extra !== undefined)
    throw new Error(`members.${extra}: the composite does not use this member, only ${named.join(', ')}`);
  const ofMembers = [...members].flatMap(([id, member]) =>
    check(member).map((one) => ({ ...one, attribute: `members.${id}${one.attribute ? `.${one.attribute}` : ''}` })),
  );
  return [...compositeMembers(query, new Map([...members].map(([id, { type }]) => [id, type]))), ...ofMembers];
}

/**
 * Returns warnings about types, options and tags that this package does not know. The line is still valid, because Datadog may know them.
 */
function warningsAbout(monitors: readonly MonitorDefinition[], catalogue: Catalogue): Answer[] {
  return monitors
    .flatMap((one) => lint(one, catalogue))
    .filter(({ id }) => id.startsWith('unknown-'))
    .map(({ id, ...warning }) => ({ lint: id, ...warning }));
}

/** Returns a problem if the line's SLO can never reach the burn rate of its alert. */
function unreachable({ definition, slo }: Trial): Problem[] {
  if (!slo) return [];
  const query = parseMonitorQuery(definition.type, definition.query);
  return query.kind === 'slo' ? burnRateProblems(query, slo.target) : [];
}

function readSeries(name: string, values: readonly (readonly [number, number])[]): TestSeries {
  try {
    return seriesOfPoints(name, values);
  } catch (error) {
    if (!(error instanceof PointsError || error instanceof NotationError)) throw error;
    throw new Error(`series ${name}: ${error.message}`);
  }
}

function runOf({ definition, members, slo }: Trial, source: SeriesSource, options: SimulationOptions): Simulation {
  if (slo) return simulateSlo(definition, slo, source, options);
  if (!members) return simulate(definition, source, options);
  const { downtimes: _downtimes, ...ofMembers } = options;
  const runs = [...members].map(([id, member]) => [id, simulate(member, source, ofMembers)] as const);
  return simulateComposite(definition, new Map(runs), options);
}

/** Attributes of a downtime in the API and in Terraform that determine when it is active. */
const schedules = ['schedule', 'one_time_schedule', 'recurring_schedule'];

/** Returns the downtimes of a line. @throws Error with the position of a downtime that cannot be read */
const downtimesIn = ({ downtimes }: MonitorLine) =>
  downtimes.map((given, at) => {
    try {
      if (has(given, 'from')) return downtimeRange.parse(given);
      if (!schedules.some((schedule) => has(given, schedule)))
        throw new Error(`expected from and to in minutes, or one of ${schedules.join(', ')}`);
      return readDowntimeSchedule(`downtimes.${at}`, given);
    } catch (error) {
      throw new Error(`downtimes.${at}: ${reasonOf(error)}`);
    }
  });

function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const [issue] = error.issues;
  return [...(issue?.path ?? []), issue?.message].join(': ');
}

/** Returns the line's events by source. @throws Error with the position of an event that cannot be read */
function eventsIn({ events }: MonitorLine): Pick<SeriesSource, 'events'> {
  if (events === undefined) return {};
  const read = new Map(
    Object.entries(events).map(([source, all]) => [source, all.map((event, at) => readEventAt(source, event, at))]),
  );
  return { events: (source) => read.get(source) ?? [] };
}

function readEventAt(source: string, event: unknown, at: number): RecordedEvent {
  try {
    return readEvent(event);
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    throw new Error(`events.${source}, event ${at + 1}: ${error.message}`);
  }
}

/** Returns the metrics in the input line that no query uses. Without a report, a misspelled metric would look like missing data. */
function unusedIn({ definition, members, slo }: Trial, all: readonly TestSeries[]): string[] {
  const monitors = members ? [...members.values()] : [definition];
  const used = [
    ...monitors.flatMap((one) => neededSeries(one).map(({ name }) => name)),
    ...(slo === undefined ? [] : metricsOfSlo(slo)),
  ];
  // a CloudWatch statistic is computed from its base metric if it has no series of its own
  const isUsed = (metric: string) => used.some((name) => name === metric || name.startsWith(`${metric}.`));
  return [...new Set(all.map(({ metric }) => metric).filter((metric) => !isUsed(metric)))];
}

function stretchOf(line: MonitorLine, monitors: readonly MonitorDefinition[]): { from: number; to: number } {
  const { from, to = lastMinute(line, monitors) } = line;
  for (const [name, minute] of Object.entries({ from, to })) {
    if (Math.abs(minute) > farthestMinutes)
      throw new Error(`${name} ${minute} is more than two years away; use minutes, not seconds`);
  }
  if (to - from > longestMinutes) throw new Error(`the range from minute ${from} to ${to} is longer than a year`);
  const whole = { from: Math.ceil(from), to: Math.floor(to) };
  if (whole.to < whole.from) throw new Error(`the range from ${from} to ${to} contains no whole minute`);
  return whole;
}

/** Returns the default end of the simulation: the minute after which the series can no longer change a state. */
function lastMinute({ series = {}, events = {} }: MonitorLine, monitors: readonly MonitorDefinition[]): number {
  const ends = [
    ...Object.values(series).map((values) => values.at(-1)?.[0] ?? 0),
    ...Object.values(events).flatMap((all) => all.map((event) => readEvent(event).minute)),
  ];
  const last = ends.reduce((most, minute) => Math.max(most, minute), 0);
  return Math.ceil(last) + Math.max(...monitors.map(echoOf));
}

function echoOf({ type, query, evaluationDelaySeconds = 0, newGroupDelaySeconds }: MonitorDefinition): number {
  const groupDelay = newGroupDelaySeconds ?? cautious.newGroupDelaySeconds;
  return Math.ceil(evaluationDelaySeconds / 60) + Math.ceil(groupDelay / 60) + windowOf(parseMonitorQuery(type, query));
}
