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
  /** Last minute of the simulation. */
  readonly minutes: number;
  /** Monitors that a composite combines. */
  readonly members?: readonly DeclaredMonitor[];
}

/**
 * Simulates a monitor over series, for its tests: `expect(run).toAlertAt('20m')`. Minutes are wall time, so an alert follows
 * `evaluationDelay` after its data.
 * @throws Error for a series of an unknown metric, which would never alert, and if a member of a composite is missing
 */
export function simulated(monitor: DeclaredMonitor, { series, minutes, members = [] }: Run): Simulation {
  rejectUnknownMetrics(monitor, series);
  const definition = definitionOf(monitor);
  const options = { to: minutes, catalogue: knownMetrics() };
  if (monitor.kind === 'composite') {
    const runs = membersOf(monitor).map((id): [string, Simulation] => {
      const member = members.find((one) => one.id === id);
      if (member === undefined) throw new Error(`${monitor.id} combines ${id}; pass it in members`);
      return [id, simulated(member, { series, minutes })];
    });
    return simulateComposite(definition, new Map(runs), options);
  }
  const slo = slos.find(({ id }) => id === sloOf(monitor));
  return slo
    ? simulateSlo(definition, slo, sourceOf(...series), options)
    : simulate(definition, sourceOf(...series), options);
}

/** Recordings of the local runtime contain its own metrics. */
const isLocalMetric = (metric: string) => metric.startsWith('local.');

function rejectUnknownMetrics(monitor: DeclaredMonitor, series: readonly TestSeries[]): void {
  if (monitor.kind === 'service check') return;
  const { names } = knownMetrics();
  // statistics such as .maximum are separate metrics in Datadog; without a series of their own they are read from the base metric
  const unknown = series.find(
    ({ metric }) => !isLocalMetric(metric) && !names.some((name) => name === metric || name.startsWith(`${metric}.`)),
  );
  if (unknown) throw new Error(`unknown metric ${unknown.metric}; check the spelling`);
}
