import * as z from 'zod';
import { type PriceName, priceNames } from './price-names';

/** Price tier. The last tier has no `upTo`. */
const Tier = z.strictObject({ upTo: z.number().positive().optional(), usd: z.number().nonnegative() });

const Price = z.strictObject({
  /** Price in USD for `per` units, or tiers with volume discounts. */
  usd: z.union([z.number().nonnegative(), z.array(Tier).min(1)]),
  per: z.number().positive().default(1),
  source: z.string().optional(),
  /** Region from which the price is taken, if no price is known for the requested region. */
  of: z.string().optional(),
});

const Day = z.iso.date();
const Prices = z.partialRecord(z.enum(priceNames), Price);

/** Price file of a region. A missing price is unknown, not 0. */
export const PriceBook = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  date: Day,
  prices: Prices,
});

/** Price file that overrides some prices, or provides all prices for a region without a price file in this package. */
export const PriceOverride = z.strictObject({
  region: z.string().optional(),
  currency: z.literal('USD').default('USD'),
  date: Day.optional(),
  prices: Prices,
});

export type Price = z.infer<typeof Price>;
export type PriceBook = z.infer<typeof PriceBook>;
export type PriceOverride = z.infer<typeof PriceOverride>;

/** Returns a price book in which the given prices override the original prices. */
export const overridden = (book: PriceBook, { date, prices }: PriceOverride): PriceBook => ({
  ...book,
  date: date ?? book.date,
  prices: { ...book.prices, ...prices },
});

/** Returns the price in USD for a number of units; undefined if the price is unknown. */
export function chargeOf(book: PriceBook, name: PriceName, quantity: number): number | undefined {
  const price = book.prices[name];
  if (price === undefined) return undefined;
  if (typeof price.usd === 'number') return (quantity / price.per) * price.usd;
  let below = 0;
  let total = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, usd } of price.usd) {
    total += (Math.max(0, Math.min(quantity, upTo) - below) / price.per) * usd;
    below = Math.min(quantity, upTo);
  }
  return total;
}
