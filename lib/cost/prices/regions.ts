import tokyo from './ap-northeast-1.json';
import { PriceBook } from './price-book';

const books: Readonly<Record<string, unknown>> = { 'ap-northeast-1': tokyo };

export const pricedRegions: readonly string[] = Object.keys(books);

/** The prices of a region; undefined where there is no file of them. */
export function pricesOf(region: string): PriceBook | undefined {
  return Object.hasOwn(books, region) ? PriceBook.parse(books[region]) : undefined;
}
