import type { Authorizer } from '../authorize';
import type { RolePrincipal } from '../iam/principal';
import type { WorkflowDeclaration } from './execution';

/** Step Functions developer guide, "cw-logs": with these the service sets up the delivery of a workflow's log. */
const delivering = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];

/** The group that takes the log; undefined where nobody asks for one, or the role may not have it delivered. */
export function logGroupOf(
  { logGroup }: WorkflowDeclaration,
  principal: RolePrincipal,
  authorizer: Authorizer,
): string | undefined {
  const may = (call: string) => authorizer.authorize({ principal, action: `logs:${call}`, resource: '*' }).allowed;
  return logGroup !== undefined && delivering.every(may) ? logGroup : undefined;
}
