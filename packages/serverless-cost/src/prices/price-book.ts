import * as z from 'zod';
import { type PriceName, priceNames } from './price-names';

/** Without `upTo` for all that is left. */
const Tier = z.strictObject({ upTo: z.number().positive().optional(), usd: z.number().nonnegative() });

const Price = z.strictObject({
  /** Of `per` units; in tiers where AWS gives a discount for volume. */
  usd: z.union([z.number().nonnegative(), z.array(Tier).min(1)]),
  per: z.number().positive().default(1),
  source: z.string().optional(),
  /** Set where it is the price of another region, for want of a source for this one. */
  of: z.string().optional(),
});

const Day = z.iso.date();
const Prices = z.partialRecord(z.enum(priceNames), Price);

/** The prices of a region: the shape of its file. What is not in it is unknown, and never 0. */
export const PriceBook = z.strictObject({
  region: z.string(),
  currency: z.literal('USD'),
  date: Day,
  prices: Prices,
});

/** A file that says some prices otherwise, or all of them for a region that has none here. */
export const PriceOverride = z.strictObject({
  region: z.string().optional(),
  currency: z.literal('USD').default('USD'),
  date: Day.optional(),
  prices: Prices,
});

export type Price = z.infer<typeof Price>;
export type PriceBook = z.infer<typeof PriceBook>;
export type PriceOverride = z.infer<typeof PriceOverride>;

/** The book in which a file's prices take the place of its own. */
export const overridden = (book: PriceBook, { date, prices }: PriceOverride): PriceBook => ({
  ...book,
  date: date ?? book.date,
  prices: { ...book.prices, ...prices },
});

/** What so many units cost in USD; undefined where the price is unknown. */
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
