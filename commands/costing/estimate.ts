import {
  type Bill,
  billOf,
  type Fleet,
  type Growth,
  growthOf,
  type Platform,
  type PriceBook,
  type Saving,
  savingsOf,
} from '@himeshima/serverless-cost';

/** What was asked, in the words of the command line. */
export interface Question {
  readonly environment: string;
  readonly devices: number;
  readonly rate: string;
}

export interface Estimate extends Question {
  readonly prices: PriceBook;
  readonly bill: Bill;
  readonly growth: Growth;
  readonly savings: readonly Saving[];
}

interface Priced {
  readonly platform: Platform;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
}

export function estimateOf(question: Question, priced: Priced): Estimate {
  const bill = billOf(priced);
  return {
    ...question,
    prices: priced.prices,
    bill,
    growth: growthOf(priced),
    savings: savingsOf({ ...priced, bill }),
  };
}
