import type { ApiMonitor } from '../api/api-monitor';
import type { MonitorDefinition } from '../monitor/definition';
import { readApiMonitor } from '../monitor/read-monitor';
import { series, sourceOf } from '../series/series';
import { simulate } from '../simulate/simulate';
import type { Simulation } from '../simulate/timelines';
import { type TestedQuery, testedQueryOf } from './tested-query';

/** Series for a test, in promtool's notation. */
export interface TestedSeries {
  /** Metric with tags, for example `system.cpu.user{host:a}`. */
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** Alert that a simulation observed after values changed. The monitor is OK before the change. */
export interface ObservedAlert {
  readonly series: readonly TestedSeries[];
  /** Number of minutes with the values before the change. */
  readonly quietMinutes: number;
  /** Last minute of the simulation. */
  readonly lastMinute: number;
  /** Minute of the alert. */
  readonly alertMinute: number;
}

// longer windows would make the tests slow
const longestMinutes = 1500;

/**
 * Searches for series that first keep a monitor OK and then make it alert, by simulating a few changes of the values around the
 * threshold. Returns undefined if the monitor cannot be evaluated, needs too long a simulation, or does not alert after any change.
 */
export function observeAlert(monitor: ApiMonitor): ObservedAlert | undefined {
  const read = readTested(monitor);
  if (read === undefined) return undefined;
  const { definition, query } = read;
  const settle =
    query.minutes +
    Math.ceil((definition.evaluationDelaySeconds ?? 0) / 60) +
    Math.ceil((definition.newGroupDelaySeconds ?? 60) / 60) +
    5;
  if (settle > longestMinutes) return undefined;
  for (const tested of candidates(query)) {
    const observed = observe(definition, tested, settle);
    if (observed !== undefined) return observed;
  }
  return undefined;
}

function readTested(monitor: ApiMonitor) {
  try {
    const definition = readApiMonitor(monitor);
    const query = testedQueryOf(definition);
    return query && { definition, query };
  } catch {
    // a monitor that cannot be parsed or evaluated gets a different test
    return undefined;
  }
}

/** Value of the series that do not change. It is not 0, because a denominator of 0 would give no value. */
const constant = 100;

function candidates({
  names,
  threshold,
  steps = stepsAround(threshold),
}: TestedQuery): readonly (readonly TestedSeries[])[] {
  const changing = [...names.map((name) => [name]), ...(names.length > 1 ? [names] : [])];
  return changing.flatMap((changed) =>
    steps.map(([before, after]) =>
      names.map((name) =>
        changed.includes(name) ? { name, before, after } : { name, before: constant, after: constant },
      ),
    ),
  );
}

function stepsAround(threshold: number): readonly (readonly [number, number])[] {
  const far = 2 * Math.abs(threshold) + 1;
  const near = Number.isInteger(threshold) ? 1 : Math.abs(threshold) / 100;
  const [above, below] = [rounded(threshold + near), rounded(threshold - near)];
  return [
    // try the smallest changes first, because such tests detect the smallest changes of the monitor
    [threshold, above],
    [threshold, below],
    [below, threshold],
    [above, threshold],
    [0, far],
    [far, 0],
    // without events, there is no group to evaluate
    [1, far],
    [0, far * constant],
    [far * constant, 0],
    [far, -far],
    [-far, far],
  ];
}

/** Removes the rounding error of a calculation: 0.5050000000000001 becomes 0.505. */
const rounded = (value: number): number => Number(value.toPrecision(10));

function observe(
  definition: MonitorDefinition,
  tested: readonly TestedSeries[],
  settle: number,
): ObservedAlert | undefined {
  const quietMinutes = 2 * settle;
  const lastMinute = quietMinutes + settle;
  const run = simulateSteps(definition, { series: tested, quietMinutes, lastMinute });
  if (run === undefined) return undefined;
  const [group, ...others] = run.groups;
  const states = group?.changes ?? [];
  const alert = states.find(({ state }) => state === 'Alert');
  const isQuiet = states.every(({ state, minute }) => state === 'OK' || minute > quietMinutes);
  if (others.length > 0 || alert === undefined || states[0]?.state !== 'OK' || !isQuiet) return undefined;
  const observed = { series: tested, quietMinutes, lastMinute, alertMinute: alert.minute };
  return staysOk(definition, observed) ? observed : undefined;
}

/** Returns whether the monitor stays OK if the values do not change. */
function staysOk(definition: MonitorDefinition, observed: ObservedAlert): boolean {
  const quiet = observed.series.map((one) => ({ ...one, after: one.before }));
  const { groups = [] } = simulateSteps(definition, { ...observed, series: quiet }) ?? {};
  return groups.length > 0 && groups.every(({ changes }) => changes.every(({ state }) => state === 'OK'));
}

function simulateSteps(
  definition: MonitorDefinition,
  { series: tested, quietMinutes, lastMinute }: Omit<ObservedAlert, 'alertMinute'>,
): Simulation | undefined {
  const all = tested.map((one) => series(one.name, notationOf(one, { quietMinutes, lastMinute })));
  try {
    return simulate(definition, sourceOf(...all), { to: lastMinute });
  } catch {
    // a monitor that cannot be evaluated gets a different test
    return undefined;
  }
}

/** Returns a series in promtool's notation, for example `0x39 181x19`. */
export function notationOf(
  { before, after }: TestedSeries,
  { quietMinutes, lastMinute }: Pick<ObservedAlert, 'quietMinutes' | 'lastMinute'>,
): string {
  if (before === after) return `${before}x${lastMinute}`;
  return `${before}x${quietMinutes} ${after}x${lastMinute - quietMinutes - 1}`;
}
