import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { AlertTopic } from './constructs/alert-topic';
import { EncryptionKey } from './constructs/encryption-key';
import { providePlatform } from './constructs/platform';
import { ReadableStack } from './constructs/readable-stack';
import { ApiLogs } from './foundation/api-logs';
import { Boundary } from './foundation/boundary';
import { Budgets, budgetsUseTheKey } from './foundation/budgets';
import { DatadogIntegration } from './foundation/datadog-integration';
import { DeviceAudit } from './foundation/device-audit';
import { IotLogs } from './foundation/iot-logs';
import { Pipeline } from './foundation/pipeline';
import { Registry } from './foundation/registry';
import { StateBucket } from './foundation/state-bucket';
import { declareAws, declareDatadog } from './providers';

/** Stack of the resources that exist once per account and region, independent of environments. */
export class FoundationStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, names.foundation(environment));
    declareAws(this, environment);
    declareDatadog(this, environment);
    const boundary = new Boundary(this, 'boundary', environment);
    providePlatform(this, {
      environment,
      functions: [],
      specification: undefined,
      key: new EncryptionKey(this, 'key', environment, { additionalStatements: [budgetsUseTheKey(environment)] }),
      boundary: boundary.arn,
    });

    const state = new StateBucket(this, 'state');
    new Pipeline(this, 'pipeline', { state });
    new IotLogs(this, 'iot-logs');
    new Registry(this, 'registry');
    new ApiLogs(this, 'api-logs');
    new DatadogIntegration(this, 'datadog-integration');
    // for the account's on-call: audit findings and cost alerts
    const topic = new AlertTopic(this, 'account-alerts');
    new DeviceAudit(this, 'device-audit', { topic });
    new Budgets(this, 'budgets', { topic });
  }
}
