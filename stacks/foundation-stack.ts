import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import { CloudcontrolapiResource } from '@cdktf/provider-aws/lib/cloudcontrolapi-resource';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { IotEventConfigurations } from '@cdktf/provider-aws/lib/iot-event-configurations';
import { IotIndexingConfiguration } from '@cdktf/provider-aws/lib/iot-indexing-configuration';
import { IotLoggingOptions } from '@cdktf/provider-aws/lib/iot-logging-options';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { names } from '../config/names';
import { inDays } from '../config/units';
import { AlertTopic, publish } from './constructs/alert-topic';
import { EncryptionKey } from './constructs/encryption-key';
import { Feature } from './constructs/feature';
import { platformOf, providePlatform } from './constructs/platform';
import { ReadableStack } from './constructs/readable-stack';
import { SavedQuery } from './constructs/saved-query';
import { ServiceRole } from './constructs/service-role';
import { declareAws } from './providers';

/** What an account has once a region, whatever runs in it: the only place for such resources. */
export class FoundationStack extends ReadableStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, names.foundation(environment));
    declareAws(this, environment);
    providePlatform(this, {
      environment,
      functions: [],
      specification: undefined,
      key: new EncryptionKey(this, 'key', environment),
    });

    new IotLogs(this, 'iot-logs');
    new Registry(this, 'registry');
    new ApiLogs(this, 'api-logs');
    new DeviceAudit(this, 'device-audit', { topic: new AlertTopic(this, 'account-alerts') });
  }
}

/** Errors of AWS IoT, in the log group whose name it chose itself. */
class IotLogs extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment, key } = platformOf(this);
    const group = new CloudwatchLogGroup(this, 'iot-logs', {
      name: 'AWSIotLogsV2',
      retentionInDays: inDays(environment.retention.logs),
      kmsKeyId: key.arn,
    });
    new SavedQuery(this, 'refused-by-iot', {
      of: [{ logGroup: group }],
      query: [
        'filter status = "Failure"',
        'stats count() as times, latest(traceId) as newest by eventType, clientId, topicName, ruleName, reason, details',
        'sort times desc',
      ],
    });
    // AWS IoT developer guide, "Configure logging role and policy".
    const writing = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutMetricFilter', 'logs:PutRetentionPolicy'];
    const role = new ServiceRole(this, 'iot-logs-role', {
      name: 'iot-logs',
      service: 'iot.amazonaws.com',
      source: { account: environment.account, arn: `arn:aws:iot:${environment.region}:${environment.account}:*` },
      can: [[{ Effect: 'Allow', Action: writing, Resource: `${group.arn}:*` }]],
    });
    new IotLoggingOptions(this, 'iot-logging', {
      defaultLogLevel: 'ERROR',
      roleArn: role.arn,
      dependsOn: [role.policy],
    });
  }
}

/** Lets every API of the account write logs; without it API Gateway refuses a stage that has an access log. */
class ApiLogs extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // API Gateway developer guide, "Set up CloudWatch logging for REST APIs": the calls of its managed policy, and a trust
    // policy without conditions, for it tries the role when the account is told of it and says no source then.
    const calls = ['CreateLogGroup', 'CreateLogStream', 'DescribeLogGroups', 'DescribeLogStreams', 'PutLogEvents'];
    const reading = ['GetLogEvents', 'FilterLogEvents'];
    const role = new ServiceRole(this, 'api-logs-role', {
      name: 'api-logs',
      service: 'apigateway.amazonaws.com',
      can: [[{ Effect: 'Allow', Action: [...calls, ...reading].map((call) => `logs:${call}`), Resource: '*' }]],
    });
    new ApiGatewayAccount(this, 'api-account', { cloudwatchRoleArn: role.arn, dependsOn: [role.policy] });
  }
}

/** Every thing can be found by name, type, attributes and connectivity; what changes in the registry is told as events. */
class Registry extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IotIndexingConfiguration(this, 'fleet-index', {
      thingIndexingConfiguration: {
        thingIndexingMode: 'REGISTRY',
        thingConnectivityIndexingMode: 'STATUS',
        deviceDefenderIndexingMode: 'VIOLATIONS',
      },
      thingGroupIndexingConfiguration: { thingGroupIndexingMode: 'ON' },
    });
    const told = [
      'CERTIFICATE',
      'THING',
      'THING_GROUP',
      'THING_GROUP_MEMBERSHIP',
      'THING_TYPE',
      'THING_TYPE_ASSOCIATION',
    ];
    const untold = ['CA_CERTIFICATE', 'JOB', 'JOB_EXECUTION', 'POLICY', 'THING_GROUP_HIERARCHY'];
    new IotEventConfigurations(this, 'registry-events', {
      eventConfigurations: Object.fromEntries([...told, ...untold].map((kind) => [kind, told.includes(kind)])),
    });
  }
}

/** What Device Defender looks at, each day. The AWS provider has no resources for it, so that Cloud Control makes them. */
const checks = {
  ConflictingClientIdsCheck: 'CONFLICTING_CLIENT_IDS_CHECK',
  DeviceCertificateExpiringCheck: 'DEVICE_CERTIFICATE_EXPIRING_CHECK',
  DeviceCertificateKeyQualityCheck: 'DEVICE_CERTIFICATE_KEY_QUALITY_CHECK',
  DeviceCertificateSharedCheck: 'DEVICE_CERTIFICATE_SHARED_CHECK',
  IotPolicyOverlyPermissiveCheck: 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  LoggingDisabledCheck: 'LOGGING_DISABLED_CHECK',
  RevokedDeviceCertificateStillActiveCheck: 'REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK',
};

class DeviceAudit extends Feature {
  constructor(scope: Construct, id: string, { topic }: { readonly topic: AlertTopic }) {
    super(scope, id);
    const { environment } = platformOf(this);
    const audit = new ServiceRole(this, 'device-audit-role', {
      name: 'audit',
      service: 'iot.amazonaws.com',
      source: { account: environment.account, arn: `arn:aws:iot:${environment.region}:${environment.account}:*` },
      can: [publish(topic)],
    });
    // AWS IoT Device Defender developer guide, "Give Device Defender permissions": what an audit reads is AWS's to say.
    const reading = new IamRolePolicyAttachment(this, 'reads-the-account', {
      role: audit.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AWSIoTDeviceDefenderAudit',
    });
    const configuration = new CloudcontrolapiResource(this, 'audit-configuration', {
      typeName: 'AWS::IoT::AccountAuditConfiguration',
      desiredState: JSON.stringify({
        AccountId: environment.account,
        RoleArn: audit.arn,
        AuditCheckConfigurations: Object.fromEntries(Object.keys(checks).map((check) => [check, { Enabled: true }])),
        AuditNotificationTargetConfigurations: {
          Sns: { TargetArn: topic.arn, RoleArn: audit.arn, Enabled: true },
        },
      }),
      dependsOn: [audit.policy, reading],
    });
    new CloudcontrolapiResource(this, 'daily-audit', {
      typeName: 'AWS::IoT::ScheduledAudit',
      desiredState: JSON.stringify({
        ScheduledAuditName: 'daily',
        Frequency: 'DAILY',
        TargetCheckNames: Object.values(checks),
      }),
      dependsOn: [configuration],
    });
  }
}
