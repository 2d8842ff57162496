import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SqlError } from '@himeshima/iot';
import type { Costs, NoEstimate, Plan } from '@himeshima/plan-review';
import { billOf, type Comparison, compareBills, platformOf, type Resource } from '@himeshima/serverless-cost';
import { type Block, readStack } from '@himeshima/terraform-json';
import type { Environment } from '../../config/environment';
import { environments } from '../../config/environments';
import { stacksOf } from '../../config/names';
import { measurementsOf } from './cost-options';
import { asResource } from './load-platform';
import { matchRules } from './match-rules';
import { fleetOf } from './platform-fleet';
import { pricedRegionOf, pricesFor } from './price-book';
import { resourcesBefore } from './resources-before-plan';

interface Options {
  readonly plan: Plan;
  /** Path of the plan, in the folder of the synthesized stack. */
  readonly file: string;
}

/**
 * Estimates how much a plan changes the monthly bill, for the fleet that the budget of the plan's environment assumes.
 * @returns undefined for a stack from another repository and for a plan that cannot be applied
 */
export function costsOf({ plan, file }: Options): Costs | NoEstimate | undefined {
  const environment = environments.find((candidate) => stacksOf(candidate).includes(plan.stack));
  const folder = dirname(file);
  if (environment === undefined || plan.broken !== undefined) return undefined;
  const declared = declaredIn(dirname(folder), environment);
  if (declared === undefined)
    return {
      notEstimated:
        'a stack is missing: expected ../<stack>/cdk.tf.json, relative to the plan, for each stack of the environment',
    };
  const prices = pricesFor({ region: pricedRegionOf(environment.region), file: undefined });
  const { devices, rate } = environment.budget;
  const fleet = fleetOf({ devices, measurements: measurementsOf(rate), environment });
  const matches = matchRules();
  const bill = (resources: readonly Resource[]) => billOf({ platform: platformOf(resources, matches), fleet, prices });
  const others = declared.filter(({ stack }) => stack !== plan.stack).flatMap(({ resources }) => resources);
  const its = declared.filter(({ stack }) => stack === plan.stack).flatMap(({ resources }) => resources);
  const billWith = (blocks: readonly Block[]) => bill([...blocks, ...others].map(asResource));
  const comparison = compareReadable(() => compareBills(billWith(resourcesBefore(its, plan)), billWith(its)));
  if (comparison === undefined) return { notEstimated: 'the SQL of a deployed rule cannot be read' };
  return {
    monthly: comparison.after - comparison.before,
    fleet: `${devices} devices at ${rate}`,
    prices: `${prices.region}, ${prices.date}`,
    unknown: comparison.newUnknowns.length + comparison.newlyUnreached.length,
  };
}

/** Runs a comparison. @returns undefined if a deployed rule has SQL that cannot be parsed */
function compareReadable(compare: () => Comparison): Comparison | undefined {
  try {
    return compare();
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

/** Loads the synthesized stacks of an environment. @returns undefined if a stack is missing */
function declaredIn(stacks: string, environment: Environment) {
  const all = stacksOf(environment).map((stack) => ({ stack, file: join(stacks, stack, 'cdk.tf.json') }));
  if (!all.every(({ file }) => existsSync(file))) return undefined;
  return all.map(({ stack, file }) => ({
    stack,
    resources: readStack(JSON.parse(readFileSync(file, 'utf8'))).resources,
  }));
}
