import {
  compositeState,
  type Evaluated,
  parseComposite,
  type Simulation,
  type State,
  simulate,
  simulateSlo,
  sourceOf,
  type TestSeries,
} from '../lib/datadog';
import { knownMetrics } from './catalogue';
import { definitionOf } from './definition';
import type { DeclaredMonitor } from './monitor';
import { membersOf, sloOf } from './references';
import { slos } from './slos';

interface Run {
  readonly series: readonly TestSeries[];
  /** The last minute that is looked at. */
  readonly minutes: number;
  /** Those that a composite joins. */
  readonly members?: readonly DeclaredMonitor[];
}

/**
 * What a monitor would say over these series, for its tests: `['20m alert', '25m recovery']`, with the group where
 * there are groups. Minutes are wall time, so an alert comes when its figures have arrived: `evaluationDelay` later.
 */
export function timeline(monitor: DeclaredMonitor, run: Run): readonly string[] {
  if (monitor.kind === 'composite') return compositeTimeline(monitor, run);
  return simulated(monitor, run).notifications.map(({ minute, group, transition }) =>
    [`${minute}m`, ...(group === '*' ? [] : [group]), transition].join(' '),
  );
}

function simulated(monitor: DeclaredMonitor, { series, minutes }: Run): Simulation {
  const options = { to: minutes, catalogue: knownMetrics() };
  const slo = slos.find(({ id }) => id === sloOf(monitor));
  if (slo) return simulateSlo(definitionOf(monitor), slo, sourceOf(...series), options);
  return simulate(definitionOf(monitor), sourceOf(...series), options);
}

/** Changes of state of a composite whose members have no groups. */
function compositeTimeline(monitor: DeclaredMonitor, run: Run): readonly string[] {
  const { expression } = parseComposite(monitor.query);
  const members = new Map(
    membersOf(monitor).map((id) => {
      const member = run.members?.find((one) => one.id === id);
      if (member === undefined) throw new Error(`${monitor.id} joins ${id}: hand it in as a member`);
      return [id, simulated(member, run).groups[0]?.changes ?? []];
    }),
  );
  const states = Array.from({ length: run.minutes + 1 }, (_, minute) =>
    compositeState(expression, (id) => stateAt(members.get(id) ?? [], minute)),
  );
  return states.flatMap((state, minute) => {
    if (state === (states[minute - 1] ?? 'OK')) return [];
    return [`${minute}m ${state === 'OK' ? 'recovery' : state.toLowerCase()}`];
  });
}

const stateAt = (changes: readonly Evaluated[], minute: number): State =>
  changes.findLast((change) => change.minute <= minute)?.state ?? 'OK';
