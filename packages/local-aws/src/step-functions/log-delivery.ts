import type { Authorizer } from '../authorize';
import type { RolePrincipal } from '../iam/principal';
import type { WorkflowDeclaration } from './execution';

/** Permissions that a role requires for its workflow's log delivery. Source: Step Functions developer guide, "cw-logs". */
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

/** Returns a workflow's log group, or undefined if the workflow has none or its role lacks permission. */
export function logGroupOf(
  { logGroup }: WorkflowDeclaration,
  principal: RolePrincipal,
  authorizer: Authorizer,
): string | undefined {
  const may = (call: string) => authorizer.authorize({ principal, action: `logs:${call}`, resource: '*' }).allowed;
  return logGroup !== undefined && delivering.every(may) ? logGroup : undefined;
}
