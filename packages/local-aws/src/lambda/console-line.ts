import { format } from 'node:util';

// The formats follow LogPatch.js of AWS's aws-lambda-nodejs-runtime-interface-client.

/** Log levels in ascending order; AWS_LAMBDA_LOG_LEVEL is the lowest level that is logged. */
export const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface ConsoleLine {
  readonly level: LogLevel;
  readonly time: Date;
  readonly requestId: string;
  readonly values: readonly unknown[];
}

/**
 * Returns the level in AWS_LAMBDA_LOG_LEVEL. The default is TRACE, because the variable is not set for functions with
 * the text format.
 */
export const leastLevelIn = ({ AWS_LAMBDA_LOG_LEVEL: level }: NodeJS.ProcessEnv): LogLevel =>
  logLevels.find((one) => one === level) ?? 'TRACE';

export const isLogged = (level: LogLevel, least: LogLevel): boolean =>
  logLevels.indexOf(level) >= logLevels.indexOf(least);

/** Formats a line in Lambda's text format: time, request ID, level and message, separated by tabs. */
export const textLine = ({ level, time, requestId, values }: ConsoleLine): string =>
  `${time.toISOString()}\t${requestId}\t${level}\t${format(...values)}\n`;

/** Formats a line in Lambda's JSON format. */
export function jsonLine({ level, time, requestId, values }: ConsoleLine): string {
  const line = { timestamp: time.toISOString(), level, requestId };
  const [message, ...others] = values;
  if (others.length > 0) {
    const error = values.find((value) => value instanceof Error);
    return `${JSON.stringify({ ...line, message: format(...values), ...(error && errorFields(error)) })}\n`;
  }
  try {
    return `${JSON.stringify({ ...line, message }, withErrors)}\n`;
  } catch {
    // the value cannot be serialized, for example because it is circular
    return `${JSON.stringify({ ...line, message: format(message) })}\n`;
  }
}

const withErrors = (_: string, value: unknown): unknown =>
  value instanceof Error ? { ...errorFields(value), ...value } : value;

const errorFields = (error: Error) => ({
  errorType: error.constructor.name,
  errorMessage: error.message,
  stackTrace: error.stack?.split('\n') ?? [],
});
