import { TerraformElement, TerraformStack } from 'cdktf';
import type { Node } from 'constructs';
import { Feature } from './feature';

/** Stack with readable Terraform ids (docs/adr/0003). Synth rejects duplicate ids. */
export abstract class ReadableStack extends TerraformStack {
  /** Call site for resources that the stack declares directly, as in `DeclaredConstruct`. */
  readonly declared = new Error();
  private resolved: unknown;

  /**
   * Does nothing, because cdktf's implementation resolves all tokens to find references between stacks, which this project does not use.
   */
  override prepareStack(): void {}

  /**
   * After the first call, returns the cached configuration, because resolving the tokens takes a third of a synth, and both the
   * checks and cdktf use the result. The configuration does not include constructs that are declared after the first call.
   */
  override toTerraform(): unknown {
    this.resolved ??= super.toTerraform();
    return this.resolved;
  }

  /**
   * Joins the ids of the nested constructs, without a hash. Omits features, so resources can move between features without being
   * replaced. The main resource of a construct, `Default`, has the id of the construct.
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
