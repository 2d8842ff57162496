import { StackError } from '@himeshima/terraform-json';

/** Returns the message of an error, followed by advice if a variable or the bundle of a function is missing. */
export function describeError(error: unknown): string {
  const variable = error instanceof StackError ? /^var\.(\w+)$/.exec(error.path)?.[1] : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (variable !== undefined) return `${message} (--var ${variable}=VALUE)`;
  return /no file at \S+\.zip$/.test(message) ? `${message}; build the function first` : message;
}
