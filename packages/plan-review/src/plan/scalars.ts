import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Single value inside a resource. */
interface Scalar {
  readonly path: readonly string[];
  readonly value: Value;
}

/** Returns the flags, numbers and texts of a resource, even in blocks. */
export function scalarsIn(value: Value, path: readonly string[] = []): readonly Scalar[] {
  if (isList(value)) return value.flatMap((item) => scalarsIn(item, path));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inside]) => scalarsIn(inside, [...path, name]));
  return value === null ? [] : [{ path, value }];
}
