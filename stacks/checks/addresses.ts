import { TerraformResource, type TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from '../problems';

type Addressed = TerraformResource | TerraformVariable;

const isAddressed = (construct: IConstruct): construct is Addressed =>
  construct instanceof TerraformResource || construct instanceof TerraformVariable;

const typeOf = (element: Addressed) => (element instanceof TerraformResource ? element.terraformResourceType : 'var');

/** Constructs with one logical id would merge into one resource, and cdktf says nothing. */
export function checkAddresses(stack: TerraformStack): void {
  const first = new Map<string, Addressed>();
  for (const element of stack.node.findAll().filter(isAddressed)) {
    const address = `${typeOf(element)}.${element.friendlyUniqueId}`;
    const other = first.get(address);
    first.set(address, other ?? element);
    if (!other) continue;
    const message = `has the logical id of ${other.node.path} too, and the two would become one; rename one of them`;
    report(element, { subject: address, message });
  }
}
