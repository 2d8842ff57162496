import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/** Returns a value as a list. A missing value is an empty list. */
export const listOf = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null ? [] : isList(value) ? value : [value];

/** Returns the texts of an argument, which may be a single one. */
export const textsOf = (value: Value | undefined): readonly string[] => listOf(value).map(String);

/**
 * Returns the blocks of an argument, which may be a single one. Something else, such as a text for an unknown value, becomes a block
 * with the argument `unreadable`, so that it is not ignored.
 */
export const blocksIn = (value: Value | undefined): readonly ValueObject[] =>
  listOf(value).map((one) => (isObject(one) ? one : { unreadable: one }));
