import type { FunctionError } from './sandbox-protocol';

// Formats and names follow Errors.js of AWS's aws-lambda-nodejs-runtime-interface-client.

type RuntimeErrorName = 'HandlerNotFound' | 'ImportModuleError' | 'UserCodeSyntaxError' | 'UnhandledPromiseRejection';

/** Error that Lambda's runtime itself reports, rather than the handler. */
export class RuntimeError extends Error {
  constructor(name: RuntimeErrorName, message: string) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

/** Converts an error to the form that the caller of the function receives. */
export function answerOf(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** Formats an error for the log, including additional properties such as the error code. */
export function logTextOf(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name: errorType, message: errorMessage, stack = '' } = error;
  try {
    return JSON.stringify({ errorType, errorMessage, ...error, stack: stack.split('\n') });
  } catch {
    // a property is not serializable
    return JSON.stringify(answerOf(error));
  }
}
