import { readFileSync } from 'node:fs';
import { unreadableReason } from '@himeshima/cli';
import { overridden, type PriceBook, PriceOverride, pricedRegions, pricesOf } from '@himeshima/serverless-cost';

interface Options {
  readonly region: string;
  /** File with prices that override the built-in prices. */
  readonly file: string | undefined;
}

/** Returns the region whose prices apply: the region itself or, if it has no prices, the first region with prices. */
export const pricedRegionOf = (region: string): string =>
  pricedRegions.find((known) => known === region) ?? pricedRegions[0] ?? region;

/**
 * Returns the prices of a region, overridden by the prices in the file.
 * @throws Error with the region, or with the file and the path of the invalid value
 */
export function pricesFor({ region, file }: Options): PriceBook {
  const own = pricesOf(region);
  const given = file === undefined ? undefined : readPrices(file);
  if (given?.region !== undefined && given.region !== region)
    throw new Error(`--prices ${file} is for ${given.region}, but --region is ${region}`);
  if (own !== undefined) return given === undefined ? own : overridden(own, given);
  if (given?.region === undefined || given.date === undefined)
    throw new Error(
      `no prices for --region ${region}; known regions: ${pricedRegions.join(', ')}; for other regions, use --prices FILE, which must contain the region and date`,
    );
  return { region, currency: given.currency, date: given.date, prices: given.prices };
}

function readPrices(file: string): PriceOverride {
  const parsed = PriceOverride.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw new Error(`--prices ${file}${path === '' ? '' : `, ${path}`}: ${issue?.message ?? 'not prices'}`);
}

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`cannot read --prices ${file}: ${unreadableReason(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`invalid JSON in --prices ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
