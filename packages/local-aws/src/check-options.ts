import type { Lambda } from './lambda/lambda-service';
import type { LoadedStack } from './load-stack';

/**
 * Rejects a variable that no stack declares.
 * @throws Error that lists the declared variables
 */
export function rejectUnknownVariables(
  stacks: readonly Pick<LoadedStack, 'stack'>[],
  given: Readonly<Record<string, string>>,
): void {
  const declared = stacks.flatMap(({ stack }) => stack.variables.map(({ name }) => name));
  const unknown = Object.keys(given).find((name) => !declared.includes(name));
  if (unknown === undefined) return;
  throw new Error(`--var ${unknown}: no such variable is declared; known: ${declared.join(', ') || 'none'}`);
}

/**
 * Rejects an undeclared function in --isolate or --inspect.
 * @throws Error that lists the declared functions
 */
export function rejectUnknownFunctions(
  lambda: Lambda,
  { isolate, inspect }: { isolate: readonly string[]; inspect: readonly string[] },
): void {
  const known = lambda.functions().map((declaration) => declaration.name);
  const reject = (option: string, names: readonly string[]) => {
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new Error(`${option} ${unknown}: no such function is declared; known: ${known.join(', ') || 'none'}`);
  };
  reject('--isolate', isolate);
  reject('--inspect', inspect);
}
