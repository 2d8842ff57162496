import { readFileSync } from 'node:fs';
import { whyUnreadable } from '@himeshima/cli';
import { overridden, type PriceBook, PriceOverride, pricedRegions, pricesOf } from '@himeshima/serverless-cost';

interface Options {
  readonly region: string;
  /** A file that says some prices otherwise. */
  readonly file: string | undefined;
}

/** A region without prices of its own is taken for the first that has some. */
export const pricedRegionOf = (region: string): string =>
  pricedRegions.find((known) => known === region) ?? pricedRegions[0] ?? region;

/**
 * The prices of a region, with those of the file in place of its own.
 * @throws Error that names the region, or the file and the path in it
 */
export function pricesFor({ region, file }: Options): PriceBook {
  const own = pricesOf(region);
  const given = file === undefined ? undefined : readPrices(file);
  if (given?.region !== undefined && given.region !== region)
    throw new Error(`--prices ${file} is of ${given.region}, and --region is ${region}`);
  if (own !== undefined) return given === undefined ? own : overridden(own, given);
  if (given?.region === undefined || given.date === undefined)
    throw new Error(
      `--region ${region} has no prices here; known: ${pricedRegions.join(', ')}. Others: --prices FILE, with region and date`,
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
    throw new Error(`--prices ${file} cannot be read: ${whyUnreadable(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`--prices ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
