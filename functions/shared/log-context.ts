import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Context } from 'aws-lambda';
import { traceIdOf } from './trace-id';

/** Formats lines as JSON. `aws_request_id` links lines from one invocation; `trace_id` links lines across components. */
class LineFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const line = {
      level: attributes.logLevel,
      message: attributes.message,
      timestamp: this.formatTimestamp(attributes.timestamp),
      service: attributes.serviceName,
    };
    return new LogItem({ attributes: line }).addAttributes(additional);
  }

  /** Formats only name, message and stack, because other properties may contain input data. */
  override formatError(error: Error): LogAttributes {
    return { name: error.name, message: error.message, stack: error.stack ?? '' };
  }
}

/** Logger of this function. Its service name is the function name (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger({ logFormatter: new LineFormatter() });

/**
 * Wraps a handler: adds the invocation to every log line, and logs a failure as a single ERROR line, which matches the subscription
 * filter `?ERROR`. Rethrows errors so that Lambda retries the invocation.
 */
export function withLogContext<Result>(handle: (event: unknown) => Promise<Result>) {
  return async (event: unknown, context: Context): Promise<Result> => {
    logger.resetKeys();
    logger.appendKeys({
      aws_request_id: context.awsRequestId,
      log_group_name: context.logGroupName,
      log_stream_name: context.logStreamName,
      trace_id: traceIdOf(event),
    });
    try {
      return await handle(event);
    } catch (error) {
      logger.error(error instanceof Error ? error.message : String(error), { error });
      throw error;
    }
  };
}
