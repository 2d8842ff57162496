import type { Argument } from '../query/query-tree';
import { aggregate, type ByGroup, everything, type Group, type Points } from './points';

const ways: Readonly<Record<string, (points: Points) => number>> = {
  mean: (points) => aggregate('avg', points),
  max: (points) => aggregate('max', points),
  min: (points) => aggregate('min', points),
  sum: (points) => aggregate('sum', points),
  area: (points) => aggregate('sum', points),
  last: (points) => points.findLast((point) => !Number.isNaN(point)) ?? Number.NaN,
  l2norm: (points) =>
    Math.sqrt(
      aggregate(
        'sum',
        points.map((point) => point * point),
      ),
    ),
};

/**
 * Returns the function that keeps the groups selected by a call such as `top(…, 5, 'mean', 'desc')` or `bottom10_min(…)`. Returns
 * undefined for any other call.
 * Source: docs.datadoghq.com/dashboards/functions/rank
 */
export function rankOf(name: string, args: readonly Argument[]) {
  const [, side, amount, by = 'mean'] = /^(top|bottom)(5|10|15|20)?(?:_(\w+))?$/.exec(name) ?? [];
  if (side === undefined) return undefined;
  const [limit, way, direction] = args;
  const most = amount === undefined ? (limit?.kind === 'number' ? limit.value : 10) : Number(amount);
  const measure = ways[way?.kind === 'text' || way?.kind === 'word' ? way.text : by] ?? ways['mean'];
  const ascending =
    direction?.kind === 'text' || direction?.kind === 'word' ? direction.text === 'asc' : side === 'bottom';
  return <T extends Points>(grouped: ByGroup<T>): ByGroup<T> => {
    const ranked = [...grouped].map(([key, group]): [string, Group<T>, number] => [
      key,
      group,
      measure?.(group.value) ?? Number.NaN,
    ]);
    ranked.sort((a, b) => (ascending ? a[2] - b[2] : b[2] - a[2]));
    return new Map(ranked.slice(0, most).map(([key, group]) => [key, group]));
  };
}

/** Counts the groups for `count_nonzero(…)` and `count_not_null(…)`. Source: docs.datadoghq.com/dashboards/functions/count */
export function countedGroups(name: string, grouped: ByGroup<Points>): ByGroup<Points> {
  const rows = [...grouped.values()].map(({ value }) => value);
  const counts = (point: number) => !Number.isNaN(point) && (name === 'count_not_null' || point !== 0);
  const [first] = rows;
  if (!first) return new Map();
  const value = first.map((_, at) => rows.filter((row) => counts(row[at] ?? Number.NaN)).length);
  return new Map([[everything, { tags: {}, value }]]);
}

export const countsGroups = (name: string): boolean => name === 'count_nonzero' || name === 'count_not_null';
