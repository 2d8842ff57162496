import type { Fleet } from './fleet-usage';
import { flowOf } from './flow/flow';
import { unreachedResources } from './flow/unreached-resources';
import type { Platform } from './platform-resources';
import { chargeOf, type PriceBook } from './prices/price-book';
import type { PriceName } from './prices/price-names';
import { services, uncountedIn } from './services/services';
import type { Usage } from './usage';

/** Monthly usage of a priced item, with its cost in USD. */
export interface CostLine extends Usage {
  /** Average price per unit across the volume tiers that the account reaches. */
  readonly price: number;
  readonly monthly: number;
}

export interface Bill {
  readonly lines: readonly CostLine[];
  /** Items without a price, which are not part of any total. */
  readonly unknowns: readonly Usage[];
  /** Prices from another region for items without a known price in this region. */
  readonly borrowed: readonly { readonly name: PriceName; readonly of: string }[];
  /** Addresses of unsupported resources. */
  readonly uncounted: readonly string[];
  /** Addresses of rules, functions and tables without assumed usage, which are not part of any total. */
  readonly unreached: readonly string[];
  readonly total: number;
}

interface BillInput {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
}

/** Returns the platform's monthly bill for a fleet, without free tiers and data transfer. */
export function billOf({ platform, fleet, prices }: BillInput): Bill {
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
    unreached: unreachedResources(platform, month.flow),
    total: lines.reduce((sum, { monthly }) => sum + monthly, 0),
  };
}

/** Returns the average price of each item, because volume tiers apply to the usage of the whole account. */
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

/** Returns totals by service, feature or resource, most expensive first. */
export function sumsBy(
  lines: readonly CostLine[],
  key: 'service' | 'slice' | 'resource',
): readonly { readonly key: string; readonly monthly: number }[] {
  const sums = new Map<string, number>();
  for (const line of lines) sums.set(line[key], (sums.get(line[key]) ?? 0) + line.monthly);
  return [...sums].map(([of, monthly]) => ({ key: of, monthly })).sort((a, b) => b.monthly - a.monthly);
}
