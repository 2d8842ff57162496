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
  /** Changed lines, with the largest difference first. */
  readonly changes: readonly CostChange[];
  /** Added items without a known price. */
  readonly newUnknowns: Bill['unknowns'];
  /** Addresses of rules, functions and tables that have no assumed usage only after the change. */
  readonly newlyUnreached: Bill['unreached'];
}

/** Minimum difference in USD to report. Smaller differences are rounding errors. */
const cent = 0.005;

/** Returns the cost of a change. Both bills must be for the same fleet and prices. */
export function compareBills(before: Bill, after: Bill): Comparison {
  const rows = new Map<string, CostChange>();
  const add = ({ service, slice, resource, what, name, monthly }: CostLine, side: 'before' | 'after') => {
    // ignore text in parentheses, such as the number of shards, because it may change
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
