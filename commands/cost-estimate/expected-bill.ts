import { billOf } from '@himeshima/serverless-cost';
import type { Environment } from '../../config/environment';
import { measurementsOf } from './cost-options';
import { loadPlatform } from './load-platform';
import { fleetOf } from './platform-fleet';
import { pricedRegionOf, pricesFor } from './price-book';

/**
 * Returns the expected monthly AWS bill in USD for the fleet that an environment's budget assumes.
 * @param outdir folder of the synthesized stacks
 */
export function expectedBill(outdir: string, environment: Environment): number {
  const { budget, region } = environment;
  const { lines } = billOf({
    platform: loadPlatform(outdir, environment),
    fleet: fleetOf({ devices: budget.devices, measurements: measurementsOf(budget.rate), environment }),
    prices: pricesFor({ region: pricedRegionOf(region), file: undefined }),
  });
  // Datadog bills separately
  return lines.filter(({ service }) => service !== 'Datadog').reduce((sum, { monthly }) => sum + monthly, 0);
}
