import { TerraformResource, type TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from '../problems';

type Addressed = TerraformResource | TerraformVariable;

const isAddressed = (construct: IConstruct): construct is Addressed =>
  construct instanceof TerraformResource || construct instanceof TerraformVariable;

const typeOf = (element: Addressed) => (element instanceof TerraformResource ? element.terraformResourceType : 'var');

// Terraform language, "Identifiers": dashes are allowed there, and made to underscores by this project's stacks.
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A logical id that Terraform would refuse, and constructs with one id: cdktf would merge them without a word. */
export function checkAddresses(stack: TerraformStack): void {
  const first = new Map<string, Addressed>();
  for (const element of stack.node.findAll().filter(isAddressed)) {
    const id = element.friendlyUniqueId;
    const address = `${typeOf(element)}.${id}`;
    if (!identifier.test(id)) {
      const message = `${id} is no id for Terraform: write letters, digits and underscores, beginning with a letter`;
      report(element, { subject: address, message });
    }
    const other = first.get(address);
    first.set(address, other ?? element);
    if (!other) continue;
    const message = `has the logical id of ${other.node.path} too, and the two would become one; rename one of them`;
    report(element, { subject: address, message });
  }
}
