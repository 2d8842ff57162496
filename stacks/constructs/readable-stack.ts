import { TerraformElement, TerraformStack } from 'cdktf';
import type { Node } from 'constructs';
import { Feature } from './feature';

/** A stack whose Terraform ids people can read in plans (docs/adr/0003). What would merge is refused at synth. */
export abstract class ReadableStack extends TerraformStack {
  /** As in `Declared`: for what the stack makes itself. */
  readonly declared = new Error();

  /**
   * The ids of the constructs from the stack down, without a hash. Features are left out, so that what moves from one
   * to another is not destroyed; a construct's main resource, `Default`, has the id of the construct.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .filter((construct) => !(construct instanceof Feature) && construct.node.id !== 'Default')
      .map((construct) => construct.node.id.replaceAll('-', '_'))
      .join('_');
  }
}
