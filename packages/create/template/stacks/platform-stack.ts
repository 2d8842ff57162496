import { declareMonitoring, ReadableStack } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { monitoringOf } from '../monitors/monitoring';
import { provideEnvironment } from './environment-context';
import { Failures } from './features/failures';
import { Fleet } from './features/fleet';
import { Meters } from './features/meters';

/** Stack of one environment: its features in the order of the data flow, then the fleet and the monitoring. */
export class PlatformStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment, functions: readonly string[]) {
    super(scope, environment.stack);
    provideEnvironment(this, environment, { functions, boundary: names.boundaryArn(environment) });
    const failures = new Failures(this, 'failures');
    new Meters(this, 'meters', { failures });
    // after the features, because the fleet collects their device kinds
    new Fleet(this, 'fleet');
    declareMonitoring(this, monitoringOf(environment));
  }
}
