import { isList, isObject, type Stack, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Resource } from './resource-values';

/** Returns the resources of a synthesized stack. References remain strings. Unescapes `$${` and `%%{` as Terraform does. */
export const resourcesOfStack = ({ resources }: Pick<Stack, 'resources'>): readonly Resource[] =>
  resources.map(({ address, type, attributes }) => ({
    address,
    type,
    values: unescapedObject(attributes),
    unknown: null,
  }));

function unescaped(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (isList(value)) return value.map(unescaped);
  return isObject(value) ? unescapedObject(value) : value;
}

const unescapedObject = (object: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, unescaped(value)]));
