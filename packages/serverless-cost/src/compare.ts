import type { Bill, CostLine } from './bill';

export interface CostChange {
  readonly service: string;
  readonly slice: string;
  readonly resource: string;
  readonly what: string;
  readonly before: number;
  readonly after: number;
}

export interface Comparison {
  readonly before: number;
  readonly after: number;
  /** Dearest difference first; what stays the same is left out. */
  readonly changes: readonly CostChange[];
  /** Used after the change and not before, at no known price. */
  readonly newUnknowns: Bill['unknowns'];
  /** Of whose use nothing is assumed after the change, whatever was before. */
  readonly newlyUnreached: Bill['unreached'];
}

/** Less than this is rounding, not a change. */
const cent = 0.005;

/** What a change costs, by the bills before and after it: of one fleet, at the same prices. */
export function compareBills(before: Bill, after: Bill): Comparison {
  const rows = new Map<string, CostChange>();
  const add = ({ service, slice, resource, what, name, monthly }: CostLine, side: 'before' | 'after') => {
    // a line may say in words how many shards it is: the price is what stays
    const key = [resource, name, what.replace(/ \(.*/, '')].join('|');
    const row = rows.get(key) ?? { service, slice, resource, what, before: 0, after: 0 };
    rows.set(key, { ...row, what, [side]: row[side] + monthly });
  };
  for (const line of before.lines) add(line, 'before');
  for (const line of after.lines) add(line, 'after');
  const differenceOf = (row: CostChange) => Math.abs(row.after - row.before);
  return {
    before: before.total,
    after: after.total,
    changes: [...rows.values()]
      .filter((row) => differenceOf(row) >= cent)
      .sort((a, b) => differenceOf(b) - differenceOf(a)),
    newUnknowns: after.unknowns.filter(
      ({ resource, name }) => !before.unknowns.some((one) => one.resource === resource && one.name === name),
    ),
    newlyUnreached: after.unreached.filter((address) => !before.unreached.includes(address)),
  };
}
