import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Platform, platformOf, type Resource } from '@himeshima/serverless-cost';
import { type Block, readStack } from '@himeshima/terraform-json';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { matchRules } from './match-rules';

/**
 * Loads the stacks of an environment from a folder of synthesized stacks.
 * Skips a missing stack, because it may not exist in the base of a comparison.
 */
export function loadPlatform(outdir: string, environment: Environment): Platform {
  const resources = stacksOf(environment).flatMap((stack) => {
    const file = join(outdir, 'stacks', stack, 'cdk.tf.json');
    return existsSync(file) ? readStack(JSON.parse(readFileSync(file, 'utf8'))).resources.map(asResource) : [];
  });
  return platformOf(resources, matchRules());
}

/**
 * Converts a stack's block to a resource.
 * Its slice is the first construct below the stack: `power` for `himeshima-dev/power/device-power`.
 */
export const asResource = ({ type, name, address, attributes, constructPath }: Block): Resource => ({
  type,
  name,
  address,
  attributes,
  slice: constructPath?.split('/')[1] ?? 'platform',
});
