import type { Fleet } from './fleet';
import { flowOf } from './flow/flow';
import { unreachedIn } from './flow/unreached';
import type { Platform } from './platform';
import { chargeOf, type PriceBook } from './prices/price-book';
import type { PriceName } from './prices/price-names';
import { services, uncountedIn } from './services/services';
import type { Usage } from './usage';

/** USD a month. */
export interface CostLine extends Usage {
  /** Of one unit, on average over the tiers that the whole account reaches. */
  readonly price: number;
  readonly monthly: number;
}

export interface Bill {
  readonly lines: readonly CostLine[];
  /** Used, and in no price book: they are in no sum. */
  readonly unknowns: readonly Usage[];
  /** Prices of another region that are used for want of one of this. */
  readonly borrowed: readonly { readonly name: PriceName; readonly of: string }[];
  /** Addresses of resources that nobody counts. */
  readonly uncounted: readonly string[];
  /** Addresses of rules, functions and tables of whose use nothing is assumed: it is in no sum. */
  readonly unreached: readonly string[];
  readonly total: number;
}

interface Asked {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
}

/** What the platform costs in a month of this fleet. Free tiers and data transfer are left out. */
export function billOf({ platform, fleet, prices }: Asked): Bill {
  const month = { platform, fleet, flow: flowOf(platform, fleet) };
  const usages = services.flatMap((service) => service.usages(month)).filter(({ quantity }) => quantity > 0);
  const averages = averagePrices(usages, prices);
  const lines = usages.flatMap((usage): CostLine[] => {
    const price = averages.get(usage.name);
    return price === undefined ? [] : [{ ...usage, price, monthly: usage.quantity * price }];
  });
  return {
    lines,
    unknowns: usages.filter(({ name }) => averages.get(name) === undefined),
    borrowed: [...averages.keys()].flatMap((name) => {
      const of = prices.prices[name]?.of;
      return of === undefined ? [] : [{ name, of }];
    }),
    uncounted: uncountedIn(platform),
    unreached: unreachedIn(platform, month.flow),
    total: lines.reduce((sum, { monthly }) => sum + monthly, 0),
  };
}

/** Tiers are those of the account: all that it uses of something counts together. */
function averagePrices(usages: readonly Usage[], prices: PriceBook): ReadonlyMap<PriceName, number | undefined> {
  const totals = new Map<PriceName, number>();
  for (const { name, quantity } of usages) totals.set(name, (totals.get(name) ?? 0) + quantity);
  return new Map(
    [...totals].map(([name, quantity]) => {
      const charge = chargeOf(prices, name, quantity);
      return [name, charge === undefined ? undefined : charge / quantity];
    }),
  );
}

/** Sums by service, by slice or by resource, dearest first. */
export function sumsBy(
  lines: readonly CostLine[],
  key: 'service' | 'slice' | 'resource',
): readonly { readonly key: string; readonly monthly: number }[] {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(line[key], (sums.get(line[key]) ?? 0) + line.monthly);
  return [...sums].map(([of, monthly]) => ({ key: of, monthly })).sort((a, b) => b.monthly - a.monthly);
}
