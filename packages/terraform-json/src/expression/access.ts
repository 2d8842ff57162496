import { article, toNumber, toText } from '../convert';
import { ValueFault } from '../fault';
import { didYouMean } from '../near-miss';
import { isList, isObject, property, type Value } from '../value';

/** Evaluates `value.name`. Throws a ValueFault with a suggestion if the object has no such attribute. */
export function attributeOf(value: Value, name: string): Value {
  if (isObject(value)) {
    const found = property(value, name);
    if (found !== undefined) return found;
    throw new ValueFault(`no attribute ${name}${didYouMean(name, Object.keys(value))}`);
  }
  const hint = isList(value) ? `; select an element first, as in [0].${name}` : '';
  throw new ValueFault(`no attribute ${name}: this is ${article(value)}, not an object${hint}`);
}

/** Evaluates `value[key]`. Throws a ValueFault if the key does not exist. */
export function elementOf(value: Value, key: Value): Value {
  if (isObject(value)) {
    const name = toText(key);
    const found = property(value, name);
    if (found !== undefined) return found;
    throw new ValueFault(`no element with the key ${JSON.stringify(name)}${didYouMean(name, Object.keys(value))}`);
  }
  if (!isList(value)) throw new ValueFault(`${article(value)} has no elements`);
  const index = toNumber(key);
  const found = Number.isInteger(index) && index >= 0 ? value[index] : undefined;
  if (found !== undefined) return found;
  throw new ValueFault(`no element at index ${index}: the length of the list is ${value.length}`);
}
