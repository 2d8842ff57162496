import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account';
import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';
import { ServiceRole } from '../constructs/service-role';

/** Lets every API of the account write logs; without it API Gateway refuses a stage that has an access log. */
export class ApiLogs extends Feature {
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
