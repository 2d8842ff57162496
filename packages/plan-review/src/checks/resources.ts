import { gathered } from '../gathered';
import { withoutKeys } from '../plan/configuration';
import { isUnknown, originAt, type Resource, templateAt } from './resource';

/** An attribute that names another resource: `{ type: 'aws_s3_bucket_policy', by: 'bucket' }`. */
interface Pointer {
  readonly type: string;
  /** Its path. */
  readonly by: string;
}

/** All resources of a stack or a plan, and how they hang together. */
export interface Resources {
  ofType(type: string): readonly Resource[];
  /** Those that name this one, by a reference, a name or an ARN. @returns undefined where it cannot be told */
  naming(resource: Resource, pointer: Pointer): readonly Resource[] | undefined;
  /** The one of a type that is named at a path. @returns undefined where there is none here */
  named(resource: Resource, path: string, type: string): Resource | undefined;
  /** Others of the same type that say the same at a path. */
  sharing(resource: Resource, path: string): readonly Resource[];
}

/** @param all each once */
export function resourcesOf(all: readonly Resource[]): Resources {
  const types = indexed(all, ({ type }) => [type]);
  const ofType = (type: string) => types.get(type) ?? [];
  const owners = remembered((type) => indexed(ofType(type), namesOf));
  const texts = remembered((type, path) => indexed(ofType(type), (one) => [templateAt(one, path) ?? '']));
  const pointers = remembered((type, by) => ({
    byName: indexed(ofType(type), (one) => [nameIn(originAt(one, by)) ?? '']),
    isUnclear: ofType(type).some((one) => {
      const origin = originAt(one, by);
      return isElsewhere(origin) || (isUnknown(one, by) && nameIn(origin) === undefined);
    }),
  }));
  return {
    ofType,
    naming(resource, { type, by }) {
      const { byName, isUnclear } = pointers(type, by);
      const found = [...new Set(namesOf(resource).flatMap((name) => byName.get(name) ?? []))];
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

/** By what others name it: its address, also as its own module has it, and the last part of its names. */
const namesOf = gathered((resource: Resource): readonly string[] => {
  const names = identities.flatMap((attribute) => nameIn(templateAt(resource, attribute)) ?? []);
  return [...new Set([resource.address, localAddress(resource), ...names])];
});

/** Returns an address without its modules and keys, as resources of the same module refer to it. */
export const localAddress = ({ address, type }: Resource) =>
  withoutKeys(address.slice(Math.max(0, address.lastIndexOf(`${type}.`))));

const ofResource = /\$\{(?:\w+\()*(?!(?:var|local|module|data|each|count|path)\.)([a-z]\w*\.\w+)[.[]/;

/** `aws_sqs_queue.jobs` of a reference; else the last part of an ARN or a URL, or the name. */
export function nameIn(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || isElsewhere(text)) return undefined;
  return ofResource.exec(text)?.[1] ?? text.split(/[:/]/).at(-1);
}

/** Whether a text comes from where nobody can look: a variable, a data source. */
const isElsewhere = (text = ''): boolean => text.includes('${') && !ofResource.test(text);

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

/** Makes what is asked for once, and keeps it. */
function remembered<Made>(make: (type: string, path: string) => Made): (type: string, path?: string) => Made {
  const kept = new Map<string, Made>();
  return (type, path = '') => {
    const key = `${type} ${path}`;
    const made = kept.get(key) ?? make(type, path);
    kept.set(key, made);
    return made;
  };
}
