import {
  type Simulation,
  type SimulationOptions,
  simulate,
  simulateComposite,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import type { DeclaredMonitor } from './declare';
import { definitionOf } from './definition';
import type { Monitoring } from './monitoring';
import { membersOf, sloOf } from './references';
import { simulatedDowntimes } from './simulated-downtimes';
import { validationErrors } from './validation-errors';

export interface SimulatedRun {
  readonly series: readonly TestSeries[];
  /** Last minute of the simulation. */
  readonly minutes: number;
  /**
   * Monitors that a composite combines.
   * @defaultValue all monitors of the platform
   */
  readonly members?: readonly DeclaredMonitor[];
  /**
   * Time of minute 0, such as `2026-11-28T22:00Z`. If set, the declared downtimes mute notifications.
   * @defaultValue notifications are not muted
   */
  readonly start?: string;
}

/**
 * Simulates a monitor over series, for the monitor's tests: `expect(run).toAlertAt('20m')`. Minutes are wall-clock time, so an alert
 * occurs `evaluationDelay` after its data.
 * @throws Error for a monitor that synth rejects, a series of an unknown metric, or a missing composite member
 */
export function simulated(monitor: DeclaredMonitor, monitoring: Monitoring, run: SimulatedRun): Simulation {
  const { catalogue, slos, flow } = monitoring;
  const { series, minutes, members = flow.flatMap((step) => step.monitors) } = run;
  rejectInvalid(monitor, monitoring);
  rejectUnknownMetrics(monitor, monitoring, series);
  const definition = definitionOf(monitor, monitoring);
  const options = { to: minutes, catalogue, ...downtimesIn(run, { id: monitor.id, definition }, monitoring) };
  if (monitor.kind === 'composite') {
    const runs = membersOf(monitor).map((id): [string, Simulation] => {
      const member = members.find((one) => one.id === id);
      if (member === undefined) throw new Error(`${monitor.id} combines ${id}; pass ${id} in members`);
      return [id, simulated(member, monitoring, { series, minutes })];
    });
    return simulateComposite(definition, new Map(runs), options);
  }
  const slo = slos.find(({ id }) => id === sloOf(monitor));
  return slo
    ? simulateSlo(definition, slo, sourceOf(...series), options)
    : simulate(definition, sourceOf(...series), options);
}

function downtimesIn(
  { start }: SimulatedRun,
  monitor: Parameters<typeof simulatedDowntimes>[0],
  monitoring: Monitoring,
): Pick<SimulationOptions, 'downtimes' | 'start'> {
  if (start === undefined) return {};
  const moment = Date.parse(start);
  if (Number.isNaN(moment)) throw new Error(`invalid start ${start}: expected a time such as 2026-11-28T22:00Z`);
  return { downtimes: simulatedDowntimes(monitor, monitoring), start: Math.floor(moment / 60_000) };
}

function rejectInvalid(monitor: DeclaredMonitor, monitoring: Monitoring): void {
  const [first] = validationErrors(monitor, monitoring);
  if (first === undefined) return;
  const place = first.attribute === undefined ? '' : `${first.attribute}: `;
  throw new Error(`monitor ${monitor.id} is invalid: ${place}${first.message}`);
}

/** Returns whether a metric is one of the local runtime's own metrics, which its recordings also contain. */
const isLocalMetric = (metric: string) => metric.startsWith('local.');

/** Returns the names of the series with counts of events: the searched source, or the variables of a formula. */
function countsOf({ parsed, ...monitor }: DeclaredMonitor): readonly string[] {
  if (parsed?.kind === 'search') return [parsed.source];
  if (parsed?.kind !== 'formula' || !('variables' in monitor)) return [];
  return (monitor.variables ?? []).map(({ name }) => String(name));
}

function rejectUnknownMetrics(
  monitor: DeclaredMonitor,
  { catalogue }: Monitoring,
  series: readonly TestSeries[],
): void {
  if (monitor.kind === 'service check') return;
  // statistics such as .maximum are separate metrics in Datadog; without their own series, they are computed from the base metric
  const counts = countsOf(monitor);
  const isKnown = (metric: string) =>
    counts.includes(metric) || catalogue.names.some((name) => name === metric || name.startsWith(`${metric}.`));
  const unknown = series.find(({ metric }) => !isLocalMetric(metric) && !isKnown(metric));
  if (unknown) throw new Error(`unknown metric ${unknown.metric}; check the spelling`);
}
