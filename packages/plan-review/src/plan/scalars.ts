import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Single value inside a resource. */
interface Scalar {
  readonly path: readonly string[];
  readonly value: Value;
}

/** Returns the flags, numbers and texts of a resource, even in blocks. */
export function scalarsIn(value: Value, path: readonly string[] = []): readonly Scalar[] {
  const found: Scalar[] = [];
  const collect = (inside: Value, at: readonly string[]): void => {
    if (isList(inside)) for (const item of inside) collect(item, at);
    else if (isObject(inside)) for (const [name, item] of Object.entries(inside)) collect(item, [...at, name]);
    else if (inside !== null) found.push({ path: at, value: inside });
  };
  collect(value, path);
  return found;
}
