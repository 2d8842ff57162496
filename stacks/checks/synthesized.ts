import { type Block, graph, readStack, StackError } from '@himeshima/terraform-json';
import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from '../problems';

/** A resource as it will be written, and the construct that it comes from. */
export interface Synthesized {
  readonly block: Block;
  readonly construct: IConstruct;
}

/** The resources of a stack as Terraform will read them; an expression or reference that it would refuse is reported. */
export function synthesized(stack: TerraformStack): readonly Synthesized[] {
  stack.prepareStack();
  const read = readStack(stack.toTerraform());
  const constructs = new Map(stack.node.findAll().map((construct) => [construct.node.path, construct]));
  const resources = read.resources.map((block) => ({
    block,
    construct: constructs.get(block.constructPath ?? '') ?? stack,
  }));
  try {
    graph(read);
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    const at = resources.find(({ block }) => error.path.startsWith(`${block.address}`));
    report(at?.construct ?? stack, { subject: error.path, message: error.reason });
  }
  return resources;
}
