import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IntegrationAwsAccount } from '@cdktf/provider-datadog/lib/integration-aws-account';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';
import { policyJson } from '../constructs/policy-document';
import { namespacesInUse } from './namespaces-in-use';

/** Datadog's own account, the same for the sites that config knows but one (D/integrations/guide/aws-manual-setup). */
const datadogAccount = (site: string) => (site === 'ap1.datadoghq.com' ? '417141415827' : '464622532012');

/**
 * Datadog reads the namespaces of the account that monitors look into, and nothing else of it: no logs, traces or inventory. Datadog's
 * API can choose single metrics of a namespace as well (`metric_name_filters`: D/integrations/guide/aws-metric-name-filters), the
 * provider that cdktf's bindings are made for cannot, and would undo what somebody chose by the API: docs/migration-cdktn.md.
 */
export class DatadogIntegration extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment, boundary } = platformOf(this);
    const role = names.role('datadog');
    const integration = new IntegrationAwsAccount(this, 'datadog-reads-metrics', {
      awsAccountId: environment.account,
      awsPartition: 'aws',
      // written out where the API answers something for nothing: else each plan would show a change
      accountTags: [],
      authConfig: { awsAuthConfigRole: { roleName: role } },
      awsRegions: { includeOnly: [environment.region] },
      metricsConfig: {
        enabled: true,
        // the platform's own, which its functions write into their logs
        collectCustomMetrics: true,
        collectCloudwatchAlarms: false,
        // of EC2, which there is none of
        automuteEnabled: false,
        namespaceFilters: { includeOnly: [...namespacesInUse()] },
      },
      logsConfig: { lambdaForwarder: { lambdas: [], sources: [] } },
      resourcesConfig: { cloudSecurityPostureManagementCollection: false, extendedCollection: false },
      tracesConfig: { xrayServices: { includeOnly: [] } },
    });
    this.letIn({ role, boundary, externalId: integration.authConfig.awsAuthConfigRole.externalId });
  }

  private letIn(asked: { readonly role: string; readonly boundary: string; readonly externalId: string }): void {
    const { environment } = platformOf(this);
    const role = new IamRole(this, 'datadog-role', {
      name: asked.role,
      permissionsBoundary: asked.boundary,
      assumeRolePolicy: policyJson([
        {
          Sid: 'DatadogForThisOrganisation',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${datadogAccount(environment.datadog.site)}:root` },
          Action: ['sts:AssumeRole'],
          // Datadog gives each organisation its own, so that no other one can send it here ("confused deputy")
          Condition: { StringEquals: { 'sts:ExternalId': asked.externalId } },
        },
      ]),
    });
    new IamRolePolicy(this, 'datadog-role-policy', {
      name: 'what-it-uses',
      role: role.name,
      policy: policyJson([
        // neither knows a resource
        {
          Sid: 'Metrics',
          Effect: 'Allow',
          Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
          Resource: '*',
        },
        // tags of the resources, by which monitors tell environments apart; it knows no resource either
        { Sid: 'Tags', Effect: 'Allow', Action: ['tag:GetResources'], Resource: '*' },
      ]),
    });
  }
}
