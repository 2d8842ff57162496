import type { Authorizer } from '../authorize';
import { AwsError } from '../gateway/service-api';
import { functionRole } from '../iam/principal';
import type { FunctionDeclaration } from './function-declaration';
import type { Outcome } from './instance';

type FunctionWithRole = Pick<FunctionDeclaration, 'arn' | 'name' | 'role'>;

/** Permissions for writing to an existing log group. Source: Lambda developer guide, "lambda-intro-execution-role". */
const writing = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** Returns functions that check the permissions of a function's role on its log group and on a log stream. */
export function loggingPermissions(
  { arn, name, role, logGroup }: FunctionWithRole & Pick<FunctionDeclaration, 'logGroup'>,
  { authorizer, region, logStream }: { authorizer: Authorizer; region: string; logStream: string },
) {
  const principal = functionRole(role, name);
  const group = `arn:aws:logs:${region}:${arn.split(':')[4]}:log-group:${logGroup}`;
  const may = (action: string, resource: string) => authorizer.authorize({ principal, action, resource }).allowed;
  return {
    mayCreateGroup: () => may('logs:CreateLogGroup', group),
    mayWrite: () => writing.every((action) => may(action, `${group}:log-stream:${logStream}`)),
  };
}

/**
 * Returns an error if Lambda is not allowed to assume a function's role, or the role is not allowed to decrypt the
 * function's environment. Source: Lambda API reference, "Invoke", errors.
 */
export function unableToRun({ arn, name, role }: FunctionWithRole, authorizer: Authorizer): AwsError | undefined {
  const principal = functionRole(role, name);
  const assumed = authorizer.mayAssume(principal);
  if (!assumed.allowed) {
    const reason = `The role defined for the function cannot be assumed by Lambda. ${assumed.reason}`;
    return new AwsError('AccessDeniedException', reason, 403);
  }
  const decrypted = authorizer.mayUseKey({ principal, use: 'an invocation', resource: arn });
  if (decrypted.allowed) return undefined;
  const reason =
    'Lambda was unable to decrypt the environment variables because KMS access was denied. ' +
    `Please check the function's KMS key settings. KMS Exception: AccessDeniedException KMS Message: ${decrypted.reason}`;
  return new AwsError('KMSAccessDeniedException', reason, 502);
}

/** Converts an error to the outcome of a failed attempt, for events that are retried. */
export const failureOf = ({ code, message }: AwsError): Outcome & { status: 'error' } => ({
  status: 'error',
  error: { errorType: code, errorMessage: message },
});
