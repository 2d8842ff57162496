import { matchPath } from './path';

/**
 * Names of operations, keyed by path and method: `'/policies/{}': 'GET GetPolicy, POST CreatePolicy'`, where `{}`
 * matches any one segment.
 */
export type OperationNames = Readonly<Record<string, string>>;

/**
 * Returns the name of AWS's operation for a method and path, or undefined if AWS does not define such an
 * operation. The operation may be unsupported locally.
 */
export function operationNamed(
  names: OperationNames,
  { method, path }: { method: string; path: string },
): string | undefined {
  const found = Object.entries(names).flatMap(([pattern, operations]) => {
    const pairs = operations.split(', ').map((pair) => pair.split(' '));
    const name = pairs.find(([own]) => own === method)?.[1];
    return name !== undefined && matchPath(pattern, path) !== undefined ? [{ pattern, name }] : [];
  });
  // the pattern with the fewest parameters takes precedence: `/thing-groups/addThingToThingGroup` is an
  // operation, not a thing group
  return found.toSorted((a, b) => a.pattern.split('{}').length - b.pattern.split('{}').length)[0]?.name;
}
