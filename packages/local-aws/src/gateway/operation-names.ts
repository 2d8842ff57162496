import { matchPath } from './path';

/**
 * What a service calls its operations, by path and method: `'/policies/{}': 'GET GetPolicy, POST CreatePolicy'`, where
 * `{}` stands for any one segment.
 */
export type OperationNames = Readonly<Record<string, string>>;

/** The name of an operation that may not be served; undefined where AWS has none either. */
export function operationNamed(
  names: OperationNames,
  { method, path }: { method: string; path: string },
): string | undefined {
  const found = Object.entries(names).flatMap(([pattern, operations]) => {
    const pairs = operations.split(', ').map((pair) => pair.split(' '));
    const name = pairs.find(([own]) => own === method)?.[1];
    return name !== undefined && matchPath(pattern, path) !== undefined ? [{ pattern, name }] : [];
  });
  // `/thing-groups/addThingToThingGroup` is no group of that name
  return found.toSorted((a, b) => a.pattern.split('{}').length - b.pattern.split('{}').length)[0]?.name;
}
