import { toIndex } from '../convert';
import { isArray, isObject, type SqlValue } from '../value';

/**
 * get(collection, key): an array's element (0-based), an object's value, a text's character.
 * The guide calls the index of a text 0-based and prints get("abc", 1) = "a"; the printed example wins.
 * Source: AWS IoT developer guide, iot-sql-functions, get.
 */
export function get([collection, key]: readonly SqlValue[]): SqlValue {
  if (isArray(collection)) return element(collection, toIndex(key));
  if (typeof collection === 'string') return character(collection, toIndex(key));
  if (!isObject(collection) || typeof key !== 'string') return undefined;
  return Object.hasOwn(collection, key) ? collection[key] : undefined;
}

function element(array: readonly SqlValue[], index: number | undefined): SqlValue {
  return index === undefined ? undefined : array[index];
}

function character(text: string, index: number | undefined): SqlValue {
  return index === undefined || index < 1 || index > text.length ? undefined : text.charAt(index - 1);
}
