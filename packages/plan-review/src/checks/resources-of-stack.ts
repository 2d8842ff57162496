import { type Block, isList, isObject, type Stack, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Resource } from './resource';

/** The resources of a synthesized stack. References stay texts; what Terraform unescapes is unescaped. */
export function resourcesOfStack({ resources, providers }: Stack): readonly Resource[] {
  const tagsOf = new Map(providers.map(({ name, attributes }) => [name, defaultTags(attributes)]));
  return resources.map((block) => {
    const values = unescapedObject(block.attributes);
    return {
      address: block.address,
      type: block.type,
      // as a plan has them
      values: { tags_all: { ...tagsOf.get(providerOf(block)), ...objectOr(values['tags'], {}) }, ...values },
      unknown: null,
    };
  });
}

/** Without a provider of its own a resource has the one that its type begins with. */
const providerOf = ({ provider, type }: Block) => provider ?? type.split('_', 1)[0] ?? type;

function defaultTags({ default_tags }: ValueObject): ValueObject {
  const block = default_tags !== undefined && isList(default_tags) ? default_tags[0] : default_tags;
  return objectOr(block !== undefined && isObject(block) ? block['tags'] : undefined, {});
}

const objectOr = (value: Value | undefined, other: ValueObject) =>
  value !== undefined && isObject(value) ? value : other;

function unescaped(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (isList(value)) return value.map(unescaped);
  return isObject(value) ? unescapedObject(value) : value;
}

const unescapedObject = (object: ValueObject): ValueObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, unescaped(value)]));
