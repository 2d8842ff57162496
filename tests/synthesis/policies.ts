import { type PolicyDocument, type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import type { Block } from '@himeshima/terraform-json';
import { ofType, references, type SynthesizedEnvironment, textAt } from './synthesized-environments';

/** Returns a policy document as AWS receives it: without Terraform's escapes, and with unevaluated references. */
export const documentOf = (block: Block, attribute = 'policy'): PolicyDocument =>
  parsePolicy(textAt(block, attribute).replaceAll('$${', () => '${'));

/** Returns the statements in all inline policies of a role. */
export function statementsOfRole(synthesized: SynthesizedEnvironment, role: string): readonly PolicyStatement[] {
  return ofType(synthesized, 'aws_iam_role_policy')
    .filter((block) => references(block.attributes['role']).includes(role))
    .flatMap((block) => documentOf(block).Statement);
}
