import {
  didYouMean,
  type MonitorDefinition,
  parseMonitorQuery,
  type Simulation,
  seriesIn,
  simulate,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '../../lib/datadog';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import { slos } from '../../monitors/slos';
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
  const query = parseMonitorQuery(definition.type, definition.query);
  const { first, last } = extentOf(all);
  const window = query.kind === 'metric' ? query.time.window.minutes : 0;
  const delay = Math.ceil((definition.evaluationDelaySeconds ?? 0) / 60);
  const from = stretch.from === undefined ? first : minuteIn('from', stretch.from, first);
  const to = stretch.to === undefined ? last + delay + window : minuteIn('to', stretch.to, first);
  if (to < from) throw new Error('--to lies before --from');
  if (to - from > longestMinutes) throw new Error('--from and --to are more than two years apart');
  const options = { from, to, catalogue: knownMetrics() };
  if (query.kind === 'metric')
    refuseOthers(
      seriesIn(query.expression).map(({ metric }) => metric.text),
      all,
    );
  const slo = query.kind === 'slo' ? slos.find(({ id }) => id === query.slo.text) : undefined;
  return slo
    ? simulateSlo(definition, slo, sourceOf(...all), options)
    : simulate(definition, sourceOf(...all), options);
}

function refuseOthers(wanted: readonly string[], all: readonly TestSeries[]): void {
  const given = [...new Set(all.map(({ metric }) => metric))];
  if (wanted.some((metric) => given.includes(metric))) return;
  const [first = ''] = wanted;
  throw new Error(`there is no series of ${first}${didYouMean(first, given)} (given: ${given.join(', ')})`);
}
