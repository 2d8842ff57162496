import { type Bill, billOf } from '../bill';
import type { Fleet } from '../fleet';
import type { Platform } from '../platform';
import type { PriceBook } from '../prices/price-book';
import { changesFor } from './changes';

export interface Saving {
  readonly name: string;
  readonly but: string;
  /** USD a month. */
  readonly saved: number;
  /** Of the whole bill, from 0 to 1. */
  readonly share: number;
}

interface Asked {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
  readonly bill: Bill;
}

/** The changes that would save most, each on its own: savings do not add up. */
export function savingsOf({ platform, fleet, prices, bill }: Asked, most = 3): readonly Saving[] {
  return changesFor(platform, fleet)
    .map(({ name, but, ...changed }) => {
      const saved = bill.total - billOf({ ...changed, prices }).total;
      return { name, but, saved, share: bill.total === 0 ? 0 : saved / bill.total };
    })
    .filter(({ saved }) => saved > 0)
    .sort((a, b) => b.saved - a.saved)
    .slice(0, most);
}
