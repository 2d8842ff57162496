import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Declares Terraform outputs by name. They contain what clients need to reach the deployed stack, and configure the end-to-end
 * tests (`terraform output -json`).
 */
export function declareOutputs(
  scope: Construct,
  outputs: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
): void {
  for (const [name, value] of Object.entries(outputs)) new TerraformOutput(scope, name, { value });
}
