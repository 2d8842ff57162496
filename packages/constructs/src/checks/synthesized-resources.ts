import { type Block, graph, readStack, StackError } from '@himeshima/terraform-json';
import type { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from '../stack/problems';

/** Resource in the synthesized Terraform, and the construct that declares it. */
export interface SynthesizedResource {
  readonly block: Block;
  readonly construct: IConstruct;
}

/** Returns the synthesized resources of a stack. Reports invalid expressions and references. */
export function synthesizedResources(stack: TerraformStack): readonly SynthesizedResource[] {
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
    const resource = resources.find(({ block }) => error.path.startsWith(`${block.address}`));
    report(resource?.construct ?? stack, { subject: error.path, message: error.reason });
  }
  return resources;
}
