import { z } from 'zod';

/** Code of the error for invalid input to CloudWatch Logs. */
export const invalidCode = 'InvalidParameterException';

/** Input of operations that accept the name or the ARN of a log group. */
export const NamedGroup = z.object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() });

/** Returns the name of the log group in an input. */
export const groupOf = (named: z.infer<typeof NamedGroup>) =>
  named.logGroupName ?? named.logGroupIdentifier?.split(':log-group:').at(-1)?.replace(/:\*$/, '') ?? '';
