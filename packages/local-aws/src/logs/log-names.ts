import { z } from 'zod';
import { AwsError } from '../gateway/service-api';

/** Code of the error for invalid input to CloudWatch Logs. */
export const invalidCode = 'InvalidParameterException';

/** Name or ARN of a log group; the ARN must not end with `:*`. Source: API reference, "GetLogEvents". */
const Identifier = z.string().regex(/^[\w#+=/:,.@-]*$/);

/** Input of operations that accept the name or the ARN of a log group. */
export const NamedGroup = z.object({ logGroupName: z.string().optional(), logGroupIdentifier: Identifier.optional() });

/**
 * Returns the name of the log group in an input.
 * @throws AwsError InvalidParameterException if the input contains both a name and an identifier, or neither
 */
export function groupOf({ logGroupName, logGroupIdentifier }: z.infer<typeof NamedGroup>): string {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined))
    throw new AwsError(invalidCode, 'Exactly one of logGroupName and logGroupIdentifier must be specified.');
  return logGroupName ?? logGroupIdentifier?.split(':log-group:').at(-1) ?? '';
}
