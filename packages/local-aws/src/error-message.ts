import { StackError } from '@himeshima/terraform-json';

/** Returns the message of an error. If a variable or a bundle is missing, advice on how to provide it follows. */
export function describeError(error: unknown): string {
  const variable = error instanceof StackError ? /^var\.(\w+)$/.exec(error.path)?.[1] : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (variable !== undefined) return `${message} (--var ${variable}=VALUE)`;
  return /no file at \S+\.zip$/.test(message) ? `${message}; build the function first` : message;
}
