import { isList, isObject, type Value } from '@himeshima/terraform-json';

/** Formats the items of a list, or the attributes of a block with paths: `Action: iot:Publish`, `sqs.queue_url: jobs`. */
export function itemsOf(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  // a list with one block is shown like the block itself
  if (isOneBlock(value)) return attributesOf(value, []);
  return isList(value) ? value.map((item) => oneLineOf(item)) : attributesOf(value, []);
}

export const isOneBlock = (value: Value): boolean =>
  isList(value) ? value.length === 1 && value.every(isObject) : isObject(value);

function attributesOf(value: Value, path: readonly string[]): readonly string[] {
  if (isList(value) && value.some(isObject))
    return value.flatMap((item, at) => attributesOf(item, value.length === 1 ? path : [...path, String(at)]));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inside]) => attributesOf(inside, [...path, name]));
  const text = isList(value) ? value.map(oneLineOf).join(', ') : value === null ? '' : oneLineOf(value);
  // omit attributes without a value
  if (text === '') return [];
  return path.length === 0 ? [text] : [`${path.join('.')}: ${text}`];
}

const oneLineOf = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));
