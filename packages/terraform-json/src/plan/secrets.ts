import { isList, isObject, property, type Value } from '../value';

/** Returns the strings in a value that the plan marks as sensitive. */
export function secretsIn(value: Value, sensitive: Value | undefined): readonly string[] {
  if (sensitive === undefined || sensitive === null || sensitive === false) return [];
  if (sensitive === true) return textsIn(value);
  if (isList(value)) return value.flatMap((item, at) => secretsIn(item, isList(sensitive) ? sensitive[at] : undefined));
  if (!isObject(value) || !isObject(sensitive)) return [];
  return Object.entries(value).flatMap(([name, inside]) => secretsIn(inside, property(sensitive, name)));
}

function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [String(value)];
  if (isList(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
