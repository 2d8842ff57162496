import {
  type MonitorDefinition,
  monitorsIn,
  parseMonitorQuery,
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import { extentOf, minuteIn } from '@himeshima/datadog-monitors/cli';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import { definitionOf } from '../../monitors/authoring/definition';
import { slos } from '../../monitors/slos';
import { monitorNamed } from './declared';
import { metricsIn, windowOf } from './query-metrics';

export interface Stretch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Nobody waits for more. */
const longestMinutes = 2 * 366 * 1440;

/**
 * What a monitor does over series, by default from their first point until nothing of them can change it any more.
 * @throws Error where a metric is missing that it looks at, and NotEvaluated
 */
export function runOver(definition: MonitorDefinition, all: readonly TestSeries[], stretch: Stretch): Simulation {
  refuseMissing(metricsOf(definition), all);
  const { first, last } = extentOf(all);
  const from = stretch.from === undefined ? first : minuteIn('from', stretch.from, first);
  const to = stretch.to === undefined ? last + echoOf(definition) : minuteIn('to', stretch.to, first);
  if (to < from) throw new Error('--to lies before --from');
  if (to - from > longestMinutes) throw new Error('--from and --to are more than two years apart');
  return runBetween(definition, all, { from, to, catalogue: knownMetrics() });
}

/** For how many minutes a point is seen. */
function echoOf(definition: MonitorDefinition): number {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') return Math.max(...monitorsIn(query.expression).map(memberNamed).map(echoOf));
  return windowOf(query) + Math.ceil((definition.evaluationDelaySeconds ?? 0) / 60);
}

const memberNamed = (id: string): MonitorDefinition => definitionOf(monitorNamed(id));

function runBetween(definition: MonitorDefinition, all: readonly TestSeries[], options: SimulationOptions): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') {
    const ids = monitorsIn(query.expression);
    const members = new Map(ids.map((id) => [id, runBetween(memberNamed(id), all, options)]));
    return simulateComposite(definition, members, options);
  }
  const slo = query.kind === 'slo' ? sloNamed(query.slo.text) : undefined;
  if (slo) return simulateSlo(definition, slo, sourceOf(...all), options);
  return simulate(definition, sourceOf(...all), options);
}

const sloNamed = (id: string) => slos.find((slo) => slo.id === id);

/** Every metric that a monitor looks at: its own, those of its SLO, those of its members. */
function metricsOf(definition: MonitorDefinition): string[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') return monitorsIn(query.expression).map(memberNamed).flatMap(metricsOf);
  const slo = query.kind === 'slo' ? sloNamed(query.slo.text) : undefined;
  return metricsIn(query, slo);
}

/** A verdict without one of them would be a verdict on something else: a ratio without its total never alerts. */
function refuseMissing(wanted: readonly string[], all: readonly TestSeries[]): void {
  const given = [...new Set(all.map(({ metric }) => metric))];
  const missing = [...new Set(wanted)].filter((metric) => !given.includes(metric));
  const [first] = missing;
  if (first === undefined) return;
  throw new Error(
    `there is no series of ${missing.join(', ')} (given: ${given.join(', ')}); if one is known to be empty, add --series '${first}=_'`,
  );
}
