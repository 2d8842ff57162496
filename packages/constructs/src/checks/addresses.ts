import { TerraformResource, type TerraformStack, TerraformVariable } from 'cdktf';
import type { IConstruct } from 'constructs';
import { report } from '../stack/problems';

type AddressedElement = TerraformResource | TerraformVariable;

const isAddressed = (construct: IConstruct): construct is AddressedElement =>
  construct instanceof TerraformResource || construct instanceof TerraformVariable;

const typeOf = (element: AddressedElement) =>
  element instanceof TerraformResource ? element.terraformResourceType : 'var';

// Terraform also allows dashes in ids, but `ReadableStack` replaces them with underscores. Source: Terraform language
// documentation, "Identifiers"
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reports logical ids that Terraform would reject, and duplicate ids, which cdktf would silently merge. */
export function checkAddresses(stack: TerraformStack): void {
  const first = new Map<string, AddressedElement>();
  for (const element of stack.node.findAll().filter(isAddressed)) {
    const id = element.friendlyUniqueId;
    const address = `${typeOf(element)}.${id}`;
    if (!identifier.test(id)) {
      const message = `invalid Terraform id "${id}": use letters, digits and underscores, and start with a letter`;
      report(element, { subject: address, message });
    }
    const other = first.get(address);
    first.set(address, other ?? element);
    if (!other) continue;
    const message = `duplicate logical id: ${other.node.path} has the same id, and cdktf would merge the two; rename one of them`;
    report(element, { subject: address, message });
  }
}
