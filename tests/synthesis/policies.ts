import { type PolicyDocument, type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import type { Block } from '@himeshima/terraform-json';
import { ofType, references, type Synthesized, textAt } from './synthesized';

/** A policy document as AWS gets it: Terraform's own escape undone, its references left as they are. */
export const documentOf = (block: Block, attribute = 'policy'): PolicyDocument =>
  parsePolicy(textAt(block, attribute).replaceAll('$${', () => '${'));

/** Every statement that the roles of a stack carry, with the address of its policy. */
export function roleStatements(synthesized: Synthesized): readonly { policy: string; statement: PolicyStatement }[] {
  return ofType(synthesized, 'aws_iam_role_policy').flatMap((block) =>
    documentOf(block).Statement.map((statement) => ({ policy: block.address, statement })),
  );
}

/** What a role may do: the statements of all its inline policies. */
export function statementsOfRole(synthesized: Synthesized, role: string): readonly PolicyStatement[] {
  return ofType(synthesized, 'aws_iam_role_policy')
    .filter((block) => references(block.attributes['role']).includes(role))
    .flatMap((block) => documentOf(block).Statement);
}
