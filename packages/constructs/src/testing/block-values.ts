import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Returns a value as a list, or an empty list if the value is missing. */
export const listOf = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null ? [] : isList(value) ? value : [value];

/** Returns the strings in an argument, which may be a list or a single string. */
export const textsOf = (value: Value | undefined): readonly string[] => listOf(value).map(String);

/**
 * Returns the blocks in an argument, which may be a list or a single block. Any other value, such as an unknown value, becomes a
 * block with the `unreadable` argument, to be reported instead of ignored.
 */
export const blocksIn = (value: Value | undefined): readonly ValueObject[] =>
  listOf(value).map((one) => (isObject(one) ? one : { unreadable: one }));
