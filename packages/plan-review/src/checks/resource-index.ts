import { memoizeByObject } from '../memoize';
import { withoutKeys } from '../plan/configuration';
import { isUnknown, originAt, type Resource, templateAt } from './resource-values';

/** Attribute that refers to another resource, for example `{ type: 'aws_s3_bucket_policy', by: 'bucket' }`. */
interface Pointer {
  readonly type: string;
  /** Path of the attribute. */
  readonly by: string;
}

/** Index of all resources in a stack or plan. Resolves references between resources. */
export interface Resources {
  /** Returns the resources of a type. */
  ofType(type: string): readonly Resource[];
  /**
   * Returns the resources of the pointer's type whose attribute refers to the given resource by reference, name or ARN. Undefined
   * if no resource is found but some of the attributes are unknown.
   */
  naming(resource: Resource, pointer: Pointer): readonly Resource[] | undefined;
  /** Returns the resource of the given type to which an attribute refers. Undefined if the stack does not contain the resource. */
  named(resource: Resource, path: string, type: string): Resource | undefined;
  /** Returns the other resources of the same type with the same string at a path. */
  sharing(resource: Resource, path: string): readonly Resource[];
}

/** Creates an index of resources. Each resource may occur only once. */
export function resourcesOf(all: readonly Resource[]): Resources {
  const types = indexed(all, ({ type }) => [type]);
  const ofType = (type: string) => types.get(type) ?? [];
  const owners = memoized((type) => indexed(ofType(type), namesOf));
  const texts = memoized((type, path) => indexed(ofType(type), (one) => [templateAt(one, path) ?? '']));
  const pointers = memoized((type, by) => ({
    byName: indexed(ofType(type), (one) => [nameIn(originAt(one, by)) ?? '']),
    isUnclear: ofType(type).some((one) => {
      const origin = originAt(one, by);
      return isDeclaredElsewhere(origin) || (isUnknown(one, by) && nameIn(origin) === undefined);
    }),
  }));
  return {
    ofType,
    naming(resource, { type, by }) {
      const { byName, isUnclear } = pointers(type, by);
      const names = byName.size === 0 ? [] : namesOf(resource);
      const found = [...new Set(names.flatMap((name) => byName.get(name) ?? []))];
      return found.length === 0 && isUnclear ? undefined : found;
    },
    named: (resource, path, type) => owners(type).get(nameIn(originAt(resource, path)) ?? '')?.[0],
    sharing(resource, path) {
      const text = templateAt(resource, path) ?? '';
      return text === '' ? [] : (texts(resource.type, path).get(text) ?? []).filter((one) => one !== resource);
    },
  };
}

const identities = ['bucket', 'name', 'function_name', 'arn', 'url', 'id'];

/**
 * Returns all names of a resource: the addresses in the stack and in the module, the name, and the last part of the ARN or URL.
 */
const namesOf = memoizeByObject((resource: Resource): readonly string[] => {
  const names = identities.flatMap((attribute) => nameIn(templateAt(resource, attribute)) ?? []);
  return [...new Set([resource.address, localAddress(resource), ...names])];
});

/** Returns an address without modules and instance keys, as in references from the same module. */
export const localAddress = ({ address, type }: Resource) =>
  withoutKeys(address.slice(Math.max(0, address.lastIndexOf(`${type}.`))));

const ofResource = /\$\{(?:\w+\()*(?!(?:var|local|module|data|each|count|path)\.)([a-z]\w*\.\w+)[.[]/;

/**
 * Extracts the address (`aws_sqs_queue.jobs`) from a reference, or the last part of an ARN or URL. Returns any other name unchanged.
 * Undefined for an empty string, and for a reference to a value declared outside the stack.
 */
export function nameIn(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || isDeclaredElsewhere(text)) return undefined;
  return ofResource.exec(text)?.[1] ?? text.split(/[:/]/).at(-1);
}

/** Returns whether a string refers to a value declared outside the stack, such as a variable or a data source. */
const isDeclaredElsewhere = (text = ''): boolean => text.includes('${') && !ofResource.test(text);

function indexed<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): ReadonlyMap<string, Item[]> {
  const index = new Map<string, Item[]>();
  for (const item of items)
    for (const key of keysOf(item)) {
      const those = index.get(key);
      if (those === undefined) index.set(key, [item]);
      else those.push(item);
    }
  return index;
}

/** Memoizes a function with two parameters: a resource type and an attribute path. */
function memoized<Made>(make: (type: string, path: string) => Made): (type: string, path?: string) => Made {
  const kept = new Map<string, Made>();
  return (type, path = '') => {
    const key = `${type} ${path}`;
    const made = kept.get(key) ?? make(type, path);
    kept.set(key, made);
    return made;
  };
}
