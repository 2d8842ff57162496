import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { quantileOfValues } from '../series/sketch';
import type { RecordedEvent } from './event';
import type { EventQuery } from './event-query';

/** Function that reduces the events of one group in a window to the compared value. NaN if no event has a value of the measure. */
export type Rollup = (events: readonly RecordedEvent[]) => number;

/** Returns whether the rollup of a window without events is 0 instead of missing. */
export const countsEvents = ({ method }: Pick<EventQuery, 'method'>): boolean =>
  method === 'count' || method === 'cardinality';

/** Returns the rollup of a query. @throws NotEvaluatedError if the method is unknown */
export function rollupOf({ method, measure }: EventQuery): Rollup {
  if (method === 'count') return (events) => events.reduce((total, { count }) => total + count, 0);
  const facet = measure ?? '';
  if (method === 'cardinality') return (events) => new Set(events.flatMap((event) => event.valuesOf(facet))).size;
  const reduce = reducers[method] ?? percentileOf(method);
  if (!reduce) throw new NotEvaluatedError(`the rollup ${method}`, 'it is unknown');
  return (events) => {
    const values = events.flatMap((event) => event.valuesOf(facet).map(Number)).filter(Number.isFinite);
    return values.length === 0 ? Number.NaN : reduce(values);
  };
}

type Reduce = (values: readonly number[]) => number;

const sum: Reduce = (values) => values.reduce((total, value) => total + value, 0);

const reducers: Readonly<Record<string, Reduce>> = {
  sum,
  avg: (values) => sum(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  median: (values) => quantileOfValues(values, 0.5),
};

function percentileOf(method: string): Reduce | undefined {
  const [, percent] = /^pc(\d{1,2}(?:\.\d+)?)$/.exec(method) ?? [];
  return percent === undefined ? undefined : (values) => quantileOfValues(values, Number(percent) / 100);
}
