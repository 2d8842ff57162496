import type { WorkflowDeclaration } from './execution';

/** Returns the fields of DescribeStateMachine. */
export const describeMachine = ({
  arn,
  name,
  definition,
  role,
  createdAt,
  traced,
  logGroup,
  logLevel = 'OFF',
}: WorkflowDeclaration & { createdAt: number }) => {
  const [region, account] = arn.split(':').slice(3);
  const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:${logGroup}:*`;
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    definition,
    roleArn: role,
    type: 'STANDARD',
    creationDate: createdAt / 1000,
    loggingConfiguration: {
      level: logLevel,
      destinations: logGroup === undefined ? [] : [{ cloudWatchLogsLogGroup: { logGroupArn } }],
    },
    tracingConfiguration: { enabled: traced },
  };
};
