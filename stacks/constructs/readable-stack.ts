import { TerraformElement, TerraformStack } from 'cdktf';
import type { Node } from 'constructs';
import { Feature } from './feature';

/** A stack whose Terraform ids people can read in plans (docs/adr/0003). What would merge is refused at synth. */
export abstract class ReadableStack extends TerraformStack {
  /** As in `Declared`: for what the stack makes itself. */
  readonly declared = new Error();
  private resolved: unknown;

  /** cdktf resolves every token once more here, only to find references between stacks; of ours there are none. */
  override prepareStack(): void {}

  /**
   * cdktf asks for it again when it writes what the checks have read, and resolving the tokens is a third of a synth. What
   * is declared after it was asked for the first time is not in it.
   */
  override toTerraform(): unknown {
    this.resolved ??= super.toTerraform();
    return this.resolved;
  }

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
