import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IotLoggingOptions } from '@cdktf/provider-aws/lib/iot-logging-options';
import type { Construct } from 'constructs';
import { SavedQuery } from '../aws/saved-query';
import { ServiceRole } from '../aws/service-role';
import { Feature } from '../stack/feature';
import { platformOf } from '../stack/platform';
import { inDays } from '../units';

/** AWS IoT error log. The service determines the name of its log group. */
export class IotLogs extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { settings } = platformOf(this);
    const { key } = platformOf(this);
    const group = new CloudwatchLogGroup(this, 'iot-logs', {
      name: 'AWSIotLogsV2',
      retentionInDays: inDays(settings.retention.logs),
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
    // Source: AWS IoT developer guide, "Configure logging role and policy"
    const writing = ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutMetricFilter', 'logs:PutRetentionPolicy'];
    const role = new ServiceRole(this, 'iot-logs-role', {
      name: 'iot-logs',
      service: 'iot.amazonaws.com',
      source: { account: settings.account, arn: `arn:aws:iot:${settings.region}:${settings.account}:*` },
      can: [[{ Effect: 'Allow', Action: writing, Resource: `${group.arn}:*` }]],
    });
    new IotLoggingOptions(this, 'iot-logging', {
      defaultLogLevel: 'ERROR',
      roleArn: role.arn,
      dependsOn: [role.policy],
    });
  }
}
