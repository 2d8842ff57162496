import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import type { Construct } from 'constructs';
import { ServiceRole } from '../aws/service-role';
import { Feature } from '../stack/feature';

/** Account setting that allows API Gateway to write logs. Without it, API Gateway rejects stages with an access log. */
export class ApiLogs extends Feature {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The actions are those of API Gateway's managed policy ("Set up CloudWatch logging for REST APIs"). The role's trust policy
    // has no conditions, because API Gateway sends no source account or ARN when it tests the role.
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
