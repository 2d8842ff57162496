import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IntegrationAwsAccount } from '@cdktf/provider-datadog/lib/integration-aws-account';
import { Feature, platformOf, policyJson } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { environmentOf } from '../environment-context';
import { namespacesInUse } from './namespaces-in-use';

/** Returns the AWS account of a Datadog site (D/integrations/guide/aws-manual-setup). */
const datadogAccount = (site: string) => (site === 'ap1.datadoghq.com' ? '417141415827' : '464622532012');

/**
 * Datadog integration of the account. Datadog reads only the CloudWatch namespaces that monitors use: no logs, traces or inventory.
 * Its API can also filter single metrics (`metric_name_filters`: D/integrations/guide/aws-metric-name-filters), but the provider
 * version of cdktf's bindings cannot, and would revert filters that were set by the API (docs/migration-cdktn.md).
 */
export class DatadogIntegration extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const environment = environmentOf(this);
    const { boundary } = platformOf(this);
    const role = names.role('datadog');
    const integration = new IntegrationAwsAccount(this, 'datadog-reads-metrics', {
      awsAccountId: environment.account,
      awsPartition: 'aws',
      // explicit, because the API returns an empty list and every plan would otherwise show a change
      accountTags: [],
      authConfig: { awsAuthConfigRole: { roleName: role } },
      awsRegions: { includeOnly: [environment.region] },
      metricsConfig: {
        enabled: true,
        // metrics that the functions publish in their logs
        collectCustomMetrics: true,
        collectCloudwatchAlarms: false,
        // applies only to EC2, which is not used
        automuteEnabled: false,
        namespaceFilters: { includeOnly: [...namespacesInUse()] },
      },
      logsConfig: { lambdaForwarder: { lambdas: [], sources: [] } },
      resourcesConfig: { cloudSecurityPostureManagementCollection: false, extendedCollection: false },
      tracesConfig: { xrayServices: { includeOnly: [] } },
    });
    this.declareRole({ role, boundary, externalId: integration.authConfig.awsAuthConfigRole.externalId });
  }

  private declareRole(settings: {
    readonly role: string;
    readonly boundary: string;
    readonly externalId: string;
  }): void {
    const environment = environmentOf(this);
    const role = new IamRole(this, 'datadog-role', {
      name: settings.role,
      permissionsBoundary: settings.boundary,
      assumeRolePolicy: policyJson([
        {
          Sid: 'DatadogForThisOrganisation',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${datadogAccount(environment.datadog.site)}:root` },
          Action: ['sts:AssumeRole'],
          // unique per Datadog organisation, which prevents the confused deputy problem
          Condition: { StringEquals: { 'sts:ExternalId': settings.externalId } },
        },
      ]),
    });
    new IamRolePolicy(this, 'datadog-role-policy', {
      name: 'what-it-uses',
      role: role.name,
      policy: policyJson([
        // no resource-level permissions
        {
          Sid: 'Metrics',
          Effect: 'Allow',
          Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
          Resource: '*',
        },
        // resource tags, which monitors use to distinguish environments; no resource-level permissions
        { Sid: 'Tags', Effect: 'Allow', Action: ['tag:GetResources'], Resource: '*' },
      ]),
    });
  }
}
