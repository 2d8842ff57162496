import {
  type DowntimeSchedule,
  type MonitorDefinition,
  monitorsIn,
  parseMonitorQuery,
  type SeriesSource,
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '../index';
import { type NeededSeries, neededSeries } from '../simulate/needed-series';
import { eventsIn, type GivenEvents } from './event-files';
import { type MonitorSource, monitorNamed } from './monitor-source';
import { metricsOfSlo, windowOf } from './query-metrics';
import { anomaliesOf, extentOf, minuteIn } from './series-options';

export interface Stretch {
  /** Events in NDJSON files, for example `logs=errors.ndjson`. */
  readonly events?: readonly string[] | undefined;
  /** Parameters for approximating anomalies, for example `120,0.84`. */
  readonly anomalies?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Downtimes that select the monitor. */
  readonly downtimes?: readonly DowntimeSchedule[] | undefined;
}

/** Maximum length of a simulation, in simulated minutes. A longer simulation would take minutes to run. */
const longestMinutes = 2 * 366 * 1440;

/**
 * Runs a monitor over series, by default from the first point until the points no longer affect the monitor.
 * @param source composite members and SLOs that the monitor references
 * @throws Error if a metric has no series or the SLO is unknown; NotEvaluatedError if the query can only be validated
 */
export function runOver(
  definition: MonitorDefinition,
  all: readonly TestSeries[],
  stretch: Stretch,
  source: MonitorSource,
): Simulation {
  const recorded = eventsIn(stretch.events ?? []);
  rejectMissingSeries(seriesFor(definition, source), all, recorded);
  const { first, last } = wider(all.length > 0 ? extentOf(all) : undefined, recorded.extent);
  const from = stretch.from === undefined ? first : minuteIn('from', stretch.from, first);
  const to = stretch.to === undefined ? last + echoOf(definition, source) : minuteIn('to', stretch.to, first);
  if (to < from) throw new Error('--to is before --from');
  if (to - from > longestMinutes) throw new Error('--from and --to are more than two years apart');
  const points = { ...sourceOf(...all), events: recorded.events };
  const assumptions = stretch.anomalies === undefined ? {} : { anomalies: anomaliesOf(stretch.anomalies) };
  const { downtimes = [] } = stretch;
  return runBetween(definition, points, { from, to, catalogue: source.catalogue, assumptions, downtimes }, source);
}

type Extent = ReturnType<typeof extentOf>;

function wider(series: Extent | undefined, events: Extent | undefined): Extent {
  const [one = events, other = one] = [series, events];
  if (one === undefined || other === undefined)
    throw new Error('the files contain no events, so there is no time range to evaluate');
  return { first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) };
}

const membersOf = (expression: Parameters<typeof monitorsIn>[0], source: MonitorSource) =>
  monitorsIn(expression).map((id) => ({ id, definition: monitorNamed(id, source).definition }));

/** Returns the number of minutes for which a point affects the monitor: the length of its window plus its evaluation delay. */
function echoOf(definition: MonitorDefinition, source: MonitorSource): number {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite')
    return Math.max(...membersOf(query.expression, source).map((member) => echoOf(member.definition, source)));
  return windowOf(query) + Math.ceil((definition.evaluationDelaySeconds ?? 0) / 60);
}

function runBetween(
  definition: MonitorDefinition,
  points: SeriesSource,
  options: SimulationOptions,
  source: MonitorSource,
): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') {
    const members = membersOf(query.expression, source).map(
      (member) => [member.id, runBetween(member.definition, points, { ...options, downtimes: [] }, source)] as const,
    );
    return simulateComposite(definition, new Map(members), options);
  }
  if (query.kind === 'slo') {
    const { text } = query.slo;
    const slo = source.slo(text);
    if (slo === undefined) throw new Error(`unknown SLO ${text}; use the try command, which accepts an SLO definition`);
    return simulateSlo(definition, slo, points, options);
  }
  return simulate(definition, points, options);
}

/** Returns every series that a monitor uses: its own, and those of its SLO or members. */
function seriesFor(definition: MonitorDefinition, source: MonitorSource): readonly NeededSeries[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite')
    return membersOf(query.expression, source).flatMap((member) => seriesFor(member.definition, source));
  const slo = query.kind === 'slo' ? source.slo(query.slo.text) : undefined;
  return slo === undefined ? neededSeries(definition) : metricsOfSlo(slo).map((name) => ({ name }));
}

/** Rejects missing series, because the result would be wrong: a ratio without its total never alerts. */
function rejectMissingSeries(
  needed: readonly NeededSeries[],
  all: readonly TestSeries[],
  { sources }: Pick<GivenEvents, 'sources'>,
): void {
  const given = [...new Set(all.map(({ metric }) => metric))];
  const missing = needed.filter(
    ({ name, source }) => !given.includes(name) && (source === undefined || !sources.includes(source)),
  );
  const [first] = missing;
  if (first === undefined) return;
  const names = [...new Set(missing.map(({ name }) => name))];
  const events = first.source === undefined ? '' : `add --events ${first.source}=FILE, or `;
  throw new Error(
    `no series for ${names.join(', ')} (given: ${[...given, ...sources].join(', ')}); ${events}if a series is known to be empty, add --series '${first.name}=_'`,
  );
}
