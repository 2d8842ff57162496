import type { LoadedStack } from '../load-stack';

/**
 * Returns the stacks selected by the `--stack` options, in the order of the options,
 * or all stacks if the option is not given.
 * @throws Error that lists the stacks if a name is unknown
 */
export function selectStacks(
  names: readonly string[] | undefined,
  stacks: readonly LoadedStack[],
): readonly LoadedStack[] {
  return (
    names?.map((name) => {
      const found = stacks.find((stack) => stack.name === name);
      if (found === undefined)
        throw new Error(`unknown --stack ${name}; expected ${stacks.map((stack) => stack.name).join(', ')}`);
      return found;
    }) ?? stacks
  );
}
