import { TerraformElement, TerraformStack } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Environment } from '../config/environment';
import { EncryptionKey } from './constructs/encryption-key';
import { Feature } from './constructs/feature';
import { NodeFunction } from './constructs/node-function';
import { providePlatform } from './constructs/platform';
import { Alerts } from './features/alerts';
import { Failures } from './features/failures';
import { Fleet } from './features/fleet';
import { Power } from './features/power';
import { PowerCommand } from './features/power-command';
import { ShadowHistory } from './features/shadow-history';
import { declareMonitors } from './monitors';
import { declareProviders } from './providers';

/** One environment: its features in the order in which data flows, then the monitors that watch them. One plan. */
export class PlatformStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment, { zips }: { readonly zips: string }) {
    super(scope, environment.stack);
    declareProviders(this, environment);
    providePlatform(this, { environment, zips, key: new EncryptionKey(this, 'key', environment) });

    const failures = new Failures(this, 'failures');
    new Fleet(this, 'fleet');
    new Power(this, 'power', { failures });
    new ShadowHistory(this, 'shadow-history', { failures });
    new PowerCommand(this, 'power-command', { failures });
    new Alerts(this, 'alerts', { functions: this.functions() });
    declareMonitors(this, environment);
  }

  private functions(): readonly NodeFunction[] {
    return this.node.findAll().filter((construct) => construct instanceof NodeFunction);
  }

  /**
   * Terraform ids that people read in plans: the ids of the constructs from the stack down, without a hash. Features
   * are left out, so that what moves from one to another is not destroyed. What would merge is refused at synth.
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
