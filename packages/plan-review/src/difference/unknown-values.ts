import { isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Placeholder for a value known only after apply. */
const later: ValueObject = { 'known after apply': true };

export const isLater = (value: Value | undefined): boolean => value === later;

/** Inserts placeholders into a value where Terraform's `after_unknown` tree is true. */
export function withLater(value: Value, unknown: Value): Value {
  if (unknown === true) return later;
  // a masked block is one string, even if some of its attributes are known only after apply
  if (typeof value === 'string') return hasTrue(unknown) ? later : value;
  if (isList(unknown)) {
    const items = isList(value) ? value : [];
    return unknown.length === 0
      ? value
      : Array.from({ length: Math.max(items.length, unknown.length) }, (_, at) =>
          withLater(items[at] ?? null, unknown[at] ?? false),
        );
  }
  if (!isObject(unknown) || Object.keys(unknown).length === 0) return value;
  const own = isObject(value) ? value : {};
  const names = new Set([...Object.keys(own), ...Object.keys(unknown)]);
  return Object.fromEntries(
    [...names].map((name) => [name, withLater(property(own, name) ?? null, property(unknown, name) ?? false)]),
  );
}

const hasTrue = (unknown: Value): boolean =>
  unknown === true || (typeof unknown === 'object' && unknown !== null && Object.values(unknown).some(hasTrue));

export function hasLater(value: Value): boolean {
  if (isLater(value)) return true;
  if (isList(value)) return value.some(hasLater);
  return isObject(value) && Object.values(value).some(hasLater);
}

/** Removes the placeholders from a value. Returns undefined if nothing remains. */
export function known(value: Value): Value | undefined {
  if (!hasLater(value)) return value;
  if (isLater(value)) return undefined;
  if (isList(value)) return notEmpty(value.flatMap((item) => known(item) ?? []));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inside]): [string, Value][] => {
    const left = known(inside);
    return left === undefined || left === null ? [] : [[name, left]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const notEmpty = (list: readonly Value[]) => (list.length === 0 ? undefined : list);
