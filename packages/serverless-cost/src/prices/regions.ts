import tokyo from './ap-northeast-1.json';
import frankfurt from './eu-central-1.json';
import { PriceBook } from './price-book';
import virginia from './us-east-1.json';

const books: Readonly<Record<string, unknown>> = {
  'ap-northeast-1': tokyo,
  'eu-central-1': frankfurt,
  'us-east-1': virginia,
};

export const pricedRegions: readonly string[] = Object.keys(books);

/** Returns the prices of a region; undefined if the package has no price file for the region. */
export function pricesOf(region: string): PriceBook | undefined {
  return Object.hasOwn(books, region) ? PriceBook.parse(books[region]) : undefined;
}
