import {
  didYouMean,
  type MonitorDefinition,
  monitorsIn,
  parseMonitorQuery,
  type Simulation,
  type SimulationOptions,
  seriesIn,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '../../lib/datadog';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import { definitionOf } from '../../monitors/authoring/definition';
import { slos } from '../../monitors/slos';
import { monitorNamed } from './declared';
import { extentOf, minuteIn } from './series-options';

export interface Stretch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Nobody waits for more. */
const longestMinutes = 2 * 366 * 1440;

/**
 * What a monitor does over series, by default from their first point until nothing of them can change it any more.
 * @throws Error where the series hold nothing that it looks at, and NotEvaluated
 */
export function runOver(definition: MonitorDefinition, all: readonly TestSeries[], stretch: Stretch): Simulation {
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
  const window = query.kind === 'metric' ? query.time.window.minutes : 0;
  return window + Math.ceil((definition.evaluationDelaySeconds ?? 0) / 60);
}

const memberNamed = (id: string): MonitorDefinition => definitionOf(monitorNamed(id));

function runBetween(definition: MonitorDefinition, all: readonly TestSeries[], options: SimulationOptions): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') {
    const ids = monitorsIn(query.expression);
    const members = new Map(ids.map((id) => [id, runBetween(memberNamed(id), all, options)]));
    return simulateComposite(definition, members, options);
  }
  const slo = query.kind === 'slo' ? slos.find(({ id }) => id === query.slo.text) : undefined;
  if (slo) return simulateSlo(definition, slo, sourceOf(...all), options);
  if (query.kind === 'metric') {
    const wanted = seriesIn(query.expression).map(({ metric }) => metric.text);
    refuseOthers(wanted, all);
  }
  return simulate(definition, sourceOf(...all), options);
}

function refuseOthers(wanted: readonly string[], all: readonly TestSeries[]): void {
  const given = [...new Set(all.map(({ metric }) => metric))];
  if (wanted.some((metric) => given.includes(metric))) return;
  const [first = ''] = wanted;
  throw new Error(`there is no series of ${first}${didYouMean(first, given)} (given: ${given.join(', ')})`);
}
