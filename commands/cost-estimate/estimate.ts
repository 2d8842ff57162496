import { type Bill, billOf, type Fleet, type Platform, type PriceBook } from '@himeshima/serverless-cost';

/** Parameters of an estimate from the command line. */
export interface Question {
  readonly environment: string;
  readonly devices: number;
  readonly rate: string;
}

export interface Estimate extends Question {
  readonly prices: PriceBook;
  readonly bill: Bill;
}

interface PricedFleet {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
}

export const estimateOf = (question: Question, priced: PricedFleet): Estimate => ({
  ...question,
  prices: priced.prices,
  bill: billOf(priced),
});
