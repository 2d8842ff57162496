import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * What has to be known of the deployed stack to reach it from outside, by its name in `terraform output -json`: what the
 * end-to-end tests are told of their target.
 */
export function declareOutputs(
  scope: Construct,
  outputs: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
): void {
  for (const [name, value] of Object.entries(outputs)) new TerraformOutput(scope, name, { value });
}
