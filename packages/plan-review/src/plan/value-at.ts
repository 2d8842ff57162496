import { isList, isObject, type Value } from '@himeshima/terraform-json';
import type { Change } from './plan';

/**
 * Returns the value at a path, or in the first block of a list without an index. A single block needs no index, although Terraform writes
 * the block as a list with one item.
 */
export function valueAt(value: Value, path: readonly string[]): Value | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (isList(value) && /^\d+$/.test(step)) return valueAt(value[Number(step)] ?? null, rest);
  const block = isList(value) ? value[0] : value;
  const inside = block !== undefined && isObject(block) && Object.hasOwn(block, step) ? block[step] : undefined;
  return inside === undefined ? undefined : valueAt(inside, rest);
}

/** Returns whether the value at a path, or a nested value, is known only after apply. */
export function isUnknownAt({ unknown }: Pick<Change, 'unknown'>, path: readonly string[]): boolean {
  const steps = path.map((_, at) => valueAt(unknown, path.slice(0, at + 1)));
  return steps.slice(0, -1).includes(true) || hasUnknown(steps.at(-1) ?? false);
}

/** Returns whether an `after_unknown` tree contains true. */
export function hasUnknown(value: Value): boolean {
  if (isList(value)) return value.some(hasUnknown);
  return isObject(value) ? Object.values(value).some(hasUnknown) : value === true;
}

export const textAt = (value: Value, path: readonly string[]): string | undefined => {
  const text = valueAt(value, path);
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** Returns the strings at a path, one for each block in a list. */
export function textsAt(value: Value, [step = '', ...rest]: readonly string[]): readonly string[] {
  const blocks = rest.length === 0 ? value : (valueAt(value, [step]) ?? null);
  const inside = rest.length === 0 ? [step] : rest;
  return (isList(blocks) ? blocks : [blocks]).flatMap((block) => textAt(block, inside) ?? []);
}

/** Returns the strings in a list. Returns an empty list for any other value. */
export const textsIn = (value: Value | undefined): readonly string[] =>
  value !== undefined && isList(value) ? value.filter((item) => typeof item === 'string') : [];
