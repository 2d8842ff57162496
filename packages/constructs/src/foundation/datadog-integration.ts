import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IntegrationAwsAccount } from '@cdktf/provider-datadog/lib/integration-aws-account';
import type { Construct } from 'constructs';
import { policyJson } from '../aws/policy-document';
import type { Datadog } from '../monitors/monitoring';
import { Feature } from '../stack/feature';
import { platformOf } from '../stack/platform';

/** Returns the AWS account that a Datadog site uses (docs.datadoghq.com/integrations/guide/aws-manual-setup). */
const datadogAccount = (site: Datadog['site']) => (site === 'ap1.datadoghq.com' ? '417141415827' : '464622532012');

interface DatadogIntegrationProps {
  readonly site: Datadog['site'];
  /** CloudWatch namespaces that Datadog reads, such as the result of `namespacesInUse`. */
  readonly namespaces: readonly string[];
}

/**
 * Datadog integration for the account. Datadog reads only the CloudWatch namespaces that monitors use: no logs, traces or
 * inventory. Datadog's API can also filter individual metrics (`metric_name_filters`:
 * docs.datadoghq.com/integrations/guide/aws-metric-name-filters). The provider version of cdktf's bindings does not support
 * these filters, and would revert them if they were set through the API.
 */
export class DatadogIntegration extends Feature {
  constructor(scope: Construct, id: string, { site, namespaces }: DatadogIntegrationProps) {
    super(scope, id);
    const { settings, names, boundary } = platformOf(this);
    const role = names.role('datadog');
    const integration = new IntegrationAwsAccount(this, 'datadog-reads-metrics', {
      awsAccountId: settings.account,
      awsPartition: 'aws',
      // set an empty list, because the API returns an empty list and every plan would otherwise show a change
      accountTags: [],
      authConfig: { awsAuthConfigRole: { roleName: role } },
      awsRegions: { includeOnly: [settings.region] },
      metricsConfig: {
        enabled: true,
        // functions publish custom metrics through their logs
        collectCustomMetrics: true,
        collectCloudwatchAlarms: false,
        // this setting applies only to EC2, which is not used
        automuteEnabled: false,
        namespaceFilters: { includeOnly: [...namespaces] },
      },
      logsConfig: { lambdaForwarder: { lambdas: [], sources: [] } },
      resourcesConfig: { cloudSecurityPostureManagementCollection: false, extendedCollection: false },
      tracesConfig: { xrayServices: { includeOnly: [] } },
    });
    const { externalId } = integration.authConfig.awsAuthConfigRole;
    this.declareRole({ role, boundary, externalId, account: datadogAccount(site) });
  }

  private declareRole(settings: {
    readonly role: string;
    readonly boundary: string;
    readonly externalId: string;
    /** Datadog's AWS account. */
    readonly account: string;
  }): void {
    const role = new IamRole(this, 'datadog-role', {
      name: settings.role,
      permissionsBoundary: settings.boundary,
      assumeRolePolicy: policyJson([
        {
          Sid: 'DatadogForThisOrganisation',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${settings.account}:root` },
          Action: ['sts:AssumeRole'],
          // the external id is unique to the Datadog organization, which prevents the confused deputy problem
          Condition: { StringEquals: { 'sts:ExternalId': settings.externalId } },
        },
      ]),
    });
    new IamRolePolicy(this, 'datadog-role-policy', {
      name: 'what-it-uses',
      role: role.name,
      policy: policyJson([
        // these actions have no resource-level permissions
        {
          Sid: 'Metrics',
          Effect: 'Allow',
          Action: ['cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
          Resource: '*',
        },
        // monitors distinguish environments by resource tags; this action has no resource-level permissions
        { Sid: 'Tags', Effect: 'Allow', Action: ['tag:GetResources'], Resource: '*' },
      ]),
    });
  }
}
