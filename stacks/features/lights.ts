import { DeviceKind, ExampleThing, Feature } from '@himeshima/constructs';
import type { Construct } from 'constructs';

/** Lights, which are controlled through their shadows. */
export class Lights extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DeviceKind(this, 'light', {
      description: 'A light that is switched by its shadow',
      template: { description: 'A light on its first start' },
    });
    new ExampleThing(this, 'light-1', { kind: 'light' });
  }
}
