import util from 'node:util';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';

// cdktf's TerraformOutput calls util.isArray. Node.js 22 and later print a deprecation warning for this at every synth.
Object.assign(util, { isArray: Array.isArray });

/**
 * Declares Terraform outputs by name. They contain the endpoints for clients of the deployed stack, and configure the end-to-end
 * tests (`terraform output -json`).
 */
export function declareOutputs(
  scope: Construct,
  outputs: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
): void {
  for (const [name, value] of Object.entries(outputs)) new TerraformOutput(scope, name, { value });
}
