import type { Stack } from '../lib/terraform';
import type { Lambda } from './lambda/lambda';

/** @throws Error for a variable that the stack does not declare */
export function refuseUnknownVariables(stack: Stack, given: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(given).find((name) => !stack.variables.some((variable) => variable.name === name));
  if (unknown === undefined) return;
  const known = stack.variables.map((variable) => variable.name).join(', ') || 'none';
  throw new Error(`--var ${unknown}: the stack has no such variable; it has ${known}`);
}

/** @throws Error for a function that shall run in a process of its own, and is not declared */
export function refuseUnknownFunctions(
  lambda: Lambda,
  { isolate, inspect }: { isolate: readonly string[]; inspect: readonly string[] },
): void {
  const known = lambda.functions().map((declaration) => declaration.name);
  const refuse = (option: string, names: readonly string[]) => {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new Error(`${option} ${unknown}: the stack has no such function; it has ${known.join(', ') || 'none'}`);
  };
  refuse('--isolate', isolate);
  refuse('--inspect', inspect);
}
