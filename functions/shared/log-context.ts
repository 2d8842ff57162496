import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Context } from 'aws-lambda';
import { traceOf } from './trace-of';

/** One JSON object a line. `aws_request_id`, `log_group_name` and `log_stream_name` lead from a line to its neighbours, `trace_id` to those of others. */
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

  /** Name, message and stack: what else an error carries may hold what it was given. */
  override formatError(error: Error): LogAttributes {
    return { name: error.name, message: error.message, stack: error.stack ?? '' };
  }
}

/** Writes the lines of this function; the service is its name (`POWERTOOLS_SERVICE_NAME`). */
export const logger = new Logger({ logFormatter: new LineFormatter() });

/**
 * Puts the invocation into every line that it logs, and writes one ERROR line if it fails, which the subscription
 * filter `?ERROR` finds. The error goes on to Lambda, which retries.
 */
export function withLogContext<Result>(handle: (event: unknown) => Promise<Result>) {
  return async (event: unknown, context: Context): Promise<Result> => {
    logger.resetKeys();
    logger.appendKeys({
      aws_request_id: context.awsRequestId,
      log_group_name: context.logGroupName,
      log_stream_name: context.logStreamName,
      trace_id: traceOf(event),
    });
    try {
      return await handle(event);
    } catch (error) {
      logger.error(error instanceof Error ? error.message : String(error), { error });
      throw error;
    }
  };
}
