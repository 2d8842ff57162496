import { StackError } from '../lib/terraform';

/** Why an expression has no value, and for a variable without one how to give it. */
export function reasonOf(error: unknown): string {
  const variable = error instanceof StackError ? /^var\.(\w+)$/.exec(error.path)?.[1] : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return variable === undefined ? message : `${message} (--var ${variable}=VALUE)`;
}
