import { AlertTopic, ReadableStack } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { provideEnvironment } from './environment-context';
import { ApiLogs } from './foundation/api-logs';
import { Boundary } from './foundation/boundary';
import { Budgets, budgetsUseTheKey } from './foundation/budgets';
import { DatadogIntegration } from './foundation/datadog-integration';
import { DeviceAudit } from './foundation/device-audit';
import { IotLogs } from './foundation/iot-logs';
import { Pipeline } from './foundation/pipeline';
import { Registry } from './foundation/registry';
import { StateBucket } from './foundation/state-bucket';

/** Stack of the resources that exist once per account and region, independent of environments. */
export class FoundationStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, names.foundation(environment));
    const boundary = new Boundary(this, 'boundary', environment);
    const keyStatements = [budgetsUseTheKey(environment)];
    provideEnvironment(this, environment, { functions: [], boundary: boundary.arn, keyStatements });

    const state = new StateBucket(this, 'state');
    new Pipeline(this, 'pipeline', { state });
    new IotLogs(this, 'iot-logs');
    new Registry(this, 'registry');
    new ApiLogs(this, 'api-logs');
    new DatadogIntegration(this, 'datadog-integration');
    // for the account's on-call: audit findings and cost alerts
    const topic = new AlertTopic(this, 'account-alerts', { emails: environment.alertEmails });
    new DeviceAudit(this, 'device-audit', { topic });
    new Budgets(this, 'budgets', { topic });
  }
}
