import { catalogue } from '../catalogue/catalogue';
import type { Metric, MetricType } from '../catalogue/metric';
import type { MonitorDefinition } from '../monitor/definition';
import { readApiMonitor } from '../monitor/read-monitor';
import { sourceOf, type TestSeries } from '../series/series';
import { simulate } from '../simulate/simulate';
import type { Simulation } from '../simulate/timelines';
import type { Assumptions } from './assumptions';

const metric = (name: string, type: MetricType): Metric => ({
  name,
  type,
  unit: undefined,
  tags: ['k', 'l'],
  source: 'test',
});

/** Counts and gauges for tests. */
export const testCatalogue = catalogue.with([
  metric('t.count', 'count'),
  metric('t.errors', 'count'),
  metric('t.gauge', 'gauge'),
  metric('t.rate', 'rate'),
  metric('t.other', 'gauge'),
  metric('t.latency', 'distribution'),
]);

/** Creates a monitor with the given query and options (API names). */
export function monitor(query: string, options: Readonly<Record<string, unknown>> = {}): MonitorDefinition {
  return readApiMonitor({ name: 'test', type: 'metric alert', query, message: '', options });
}

export function run(
  definition: MonitorDefinition,
  all: readonly TestSeries[],
  to: number,
  assumptions: Partial<Assumptions> = {},
): Simulation {
  return simulate(definition, sourceOf(...all), { to, catalogue: testCatalogue, assumptions });
}

/** Returns the state changes of a group, for example `5 Alert` or `10 OK`. */
export function changes({ groups }: Simulation, group = '*'): string[] {
  let last: string | undefined = 'OK';
  const found = groups.find((timeline) => timeline.group === group);
  return (found?.changes ?? []).flatMap(({ minute, state = 'gone' }) => {
    if (state === last) return [];
    last = state;
    return [`${minute} ${state}`];
  });
}

/** Returns the value of a group at the given minute. */
export function valueAt({ groups }: Simulation, minute: number, group = '*'): number | undefined {
  const found = groups.find((timeline) => timeline.group === group);
  return found?.evaluations().find((one) => one.minute === minute)?.value;
}

export const sentLines = ({ notifications }: Simulation): string[] => {
  return notifications.map(({ minute, transition, group }) =>
    group === '*' ? `${minute} ${transition}` : `${minute} ${transition} ${group}`,
  );
};
