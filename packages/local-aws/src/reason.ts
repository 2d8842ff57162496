import { StackError } from '@himeshima/terraform-json';

/** Why an expression has no value, and for a variable or a bundle that is missing where it comes from. */
export function reasonOf(error: unknown): string {
  const variable = error instanceof StackError ? /^var\.(\w+)$/.exec(error.path)?.[1] : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (variable !== undefined) return `${message} (--var ${variable}=VALUE)`;
  return /no file at \S+\.zip$/.test(message) ? `${message}; build the function first` : message;
}
