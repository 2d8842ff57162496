import {
  AlertTopic,
  Boundary,
  Budgets,
  budgetsUseTheKey,
  DatadogIntegration,
  DeviceAudit,
  IotLogs,
  namespacesInUse,
  Pipeline,
  ReadableStack,
  Registry,
  StateBucket,
} from '@himeshima/constructs';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { pipeline } from '../config/pipeline';
import { monitoringOf } from '../monitors/monitoring';
import { provideEnvironment } from './environment-context';

/** Stack with resources that exist once per account: state, pipeline roles, Datadog integration, audits, budget. */
export class FoundationStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, names.foundation(environment));
    const { name, account, protectData, datadog, plannedFrom, deployedFrom } = environment;
    const boundary = new Boundary(this, 'boundary', { account, names, protectData });
    const keyStatements = [budgetsUseTheKey(account)];
    provideEnvironment(this, environment, { functions: [], boundary: boundary.arn, keyStatements });
    new Pipeline(this, 'pipeline', {
      state: new StateBucket(this, 'state'),
      identity: pipeline,
      environment: name,
      plannedFrom,
      deployedFrom,
    });
    new IotLogs(this, 'iot-logs');
    new Registry(this, 'registry');
    const namespaces = namespacesInUse(monitoringOf(environment));
    new DatadogIntegration(this, 'datadog-integration', { site: datadog.site, namespaces });
    const topic = new AlertTopic(this, 'account-alerts', { emails: environment.alertEmails });
    new DeviceAudit(this, 'device-audit', { topic });
    new Budgets(this, 'budgets', { topic, monthly: environment.budget });
  }
}
