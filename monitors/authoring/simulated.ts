import {
  type Simulation,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import { slos } from '../slos';
import { knownMetrics } from './catalogue';
import { definitionOf } from './definition';
import type { DeclaredMonitor } from './monitor';
import { membersOf, sloOf } from './references';

interface Run {
  readonly series: readonly TestSeries[];
  /** The last minute that is looked at. */
  readonly minutes: number;
  /** Those that a composite joins. */
  readonly members?: readonly DeclaredMonitor[];
}

/**
 * What a monitor does over these series, for its tests: `expect(run).toAlertAt('20m')`. Minutes are wall time, so an alert
 * comes when its figures have arrived: `evaluationDelay` later.
 * @throws Error for series of a metric that nobody knows, as a misspelt one would pass for quiet; and where a composite joins a monitor that is not handed in
 */
export function simulated(monitor: DeclaredMonitor, { series, minutes, members = [] }: Run): Simulation {
  refuseUnknown(monitor, series);
  const definition = definitionOf(monitor);
  const options = { to: minutes, catalogue: knownMetrics() };
  if (monitor.kind === 'composite') {
    const runs = membersOf(monitor).map((id): [string, Simulation] => {
      const member = members.find((one) => one.id === id);
      if (member === undefined) throw new Error(`${monitor.id} joins ${id}: hand it in as a member`);
      return [id, simulated(member, { series, minutes })];
    });
    return simulateComposite(definition, new Map(runs), options);
  }
  const slo = slos.find(({ id }) => id === sloOf(monitor));
  return slo
    ? simulateSlo(definition, slo, sourceOf(...series), options)
    : simulate(definition, sourceOf(...series), options);
}

/** What a laptop counts for itself is in a recording of it, too. */
const isOfLaptop = (metric: string) => metric.startsWith('local.');

function refuseUnknown(monitor: DeclaredMonitor, series: readonly TestSeries[]): void {
  if (monitor.kind === 'service check') return;
  const { names } = knownMetrics();
  // CloudWatch's statistics are metrics of their own in Datadog, and are read from their metric where that alone is there
  const unknown = series.find(
    ({ metric }) => !isOfLaptop(metric) && !names.some((name) => name === metric || name.startsWith(`${metric}.`)),
  );
  if (unknown) throw new Error(`${unknown.metric} is a metric that no catalogue knows: is it spelt so?`);
}
