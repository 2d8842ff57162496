import { article, toBool, toNumber, toText, unify } from '../convert';
import { ValueFault } from '../fault';
import { isList, isObject, type Value } from '../value';
import { any, object, one, type TerraformFunction } from './define';
import { asSet } from './sets';

/** Type conversion functions, which return null for null. Source: Terraform language, "Type Conversion Functions". */
export const conversionFunctions: Readonly<Record<string, TerraformFunction>> = {
  tostring: one(any, (value) => (value === null ? null : toText(value))),
  tonumber: one(any, (value) => (value === null ? null : toNumber(value))),
  tobool: one(any, (value) => (value === null ? null : toBool(value))),
  tolist: one(any, (value) => (value === null ? null : unify(collection(value)))),
  toset: one(any, (value) => (value === null ? null : asSet(collection(value)))),
  tomap: one(any, (value) => (value === null ? null : toMap(value))),
  sensitive: one(any, (value) => value),
  nonsensitive: one(any, (value) => value),
};

function collection(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new ValueFault(`a list is required, not ${article(value)}`, 0);
}

function toMap(value: Value): Value {
  if (!isObject(value)) return object(value, 0);
  const keys = Object.keys(value);
  const values = unify(Object.values(value));
  return Object.fromEntries(keys.map((key, at) => [key, values[at] ?? null]));
}
