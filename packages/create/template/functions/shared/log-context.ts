import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';

/** Logger of this function. The service is the function name (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger();

/**
 * Wraps a handler: adds the request id to every log line, and logs each failure as one ERROR line.
 * Rethrows errors so that Lambda retries the invocation.
 */
export function withLogContext<Result>(handle: (event: unknown) => Promise<Result>) {
  return async (event: unknown, context: Context): Promise<Result> => {
    logger.resetKeys();
    logger.appendKeys({ aws_request_id: context.awsRequestId });
    try {
      return await handle(event);
    } catch (error) {
      logger.error('failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
}
