import type { FunctionError } from './sandbox-protocol';

// Shapes and names follow AWS's own aws-lambda-nodejs-runtime-interface-client, Errors.js.

type RuntimeErrorName = 'HandlerNotFound' | 'ImportModuleError' | 'UserCodeSyntaxError' | 'UnhandledPromiseRejection';

/** An error that Lambda's runtime reports instead of the handler. */
export class RuntimeError extends Error {
  constructor(name: RuntimeErrorName, message: string) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

/** Returns an error as the caller of the function receives it. */
export function answerOf(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

/** Formats an error for the log, with additional properties such as a code. */
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
