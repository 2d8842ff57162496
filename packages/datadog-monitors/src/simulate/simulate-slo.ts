import { inBoth, type MetricSlo, prepareSlo } from '../evaluate/prepare-slo';
import type { SeriesSource } from '../evaluate/source';
import type { MonitorDefinition } from '../monitor/definition';
import { type History, historiesOf, scheduleOf } from './histories';
import { assumedBy } from './query-assumptions';
import type { SimulationOptions } from './simulation-options';
import { type Simulation, timelines } from './timelines';

/**
 * Simulates an SLO alert over a time range.
 * @throws the errors of `prepareSlo`, and MessageError
 */
export function simulateSlo(
  definition: MonitorDefinition,
  slo: MetricSlo,
  source: SeriesSource,
  options: SimulationOptions,
): Simulation {
  const { long, short } = prepareSlo(definition, slo, options);
  const schedule = scheduleOf(long, options);
  const longRun = historiesOf(long, source, schedule);
  const histories = short ? bothOf(longRun, historiesOf(short, source, scheduleOf(short, options))) : longRun;
  const assumed = [...assumedByLength(long.subject.query.time.window.minutes, options), ...assumedBy(long, source)];
  return timelines(long.subject, { histories, schedule, assumed, ...options });
}

function assumedByLength(windowMinutes: number, { from = 0, to }: SimulationOptions): string[] {
  const minutes = to - from + 1;
  return minutes >= windowMinutes
    ? []
    : [`the SLO window of ${windowMinutes} min contains only the given points, because the run lasts ${minutes} min`];
}

/** Combines the values of the long and the short window into the smaller of the two. A group needs values in both windows. */
function bothOf(longs: readonly History[], shorts: readonly History[]): History[] {
  return longs.flatMap((long) => {
    const short = shorts.find(({ group }) => group === long.group);
    if (!short) return [];
    const values = long.values.map((value, at) => Math.min(value, short.values[at] ?? Number.NaN));
    const holds = long.holds.map((flag, at) => flag & (short.holds[at] ?? 0));
    return [{ ...long, values, holds, windowAt: (at) => inBoth(long.windowAt(at), short.windowAt(at)) }];
  });
}
