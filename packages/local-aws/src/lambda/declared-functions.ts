import { z } from 'zod';
import { block } from '../resource-type';
import { destinationPattern } from './destinations';

const destination = z
  .string()
  .regex(destinationPattern, 'only SQS, SNS, S3 and Lambda are supported as failure destinations locally');

/**
 * Returns the schema of a `destination_config` block.
 * @param key attribute that contains the destination's ARN
 */
export const OnFailure = (key: 'destination' | 'destination_arn') =>
  block(
    z.object({ on_failure: block(z.object({ [key]: destination })).optional(), on_success: z.undefined().optional() }),
  ).optional();

/** Returns a function's name from its name, ARN or qualified ARN. */
export const functionName = (nameOrArn: string) => nameOrArn.split(':function:').at(-1)?.split(':')[0] ?? nameOrArn;
