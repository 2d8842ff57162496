import type { Message } from './fleet';
import type { Resource } from './resource';

/** What a rule makes of a kind of message. */
export interface Heard {
  /** The share of messages for which its WHERE holds. */
  readonly share: number;
  /** Of what it hands to its actions, on average. */
  readonly bytes: number;
}

/** Undefined where the rule's topic filter does not match. The share is that of the message's examples. */
export type Hears = (rule: Resource, message: Message) => Heard | undefined;

export interface Platform {
  readonly resources: readonly Resource[];
  readonly hears: Hears;
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  /** Resources that refer to a key of KMS, by the address of the key. */
  readonly byKey: ReadonlyMap<string, readonly Resource[]>;
}

/** Made once: a fleet of many sizes asks the same of it again and again. */
export function platformOf(resources: readonly Resource[], hears: Hears): Platform {
  return { resources, hears, byType: grouped(resources, ({ type }) => [type]), byKey: grouped(resources, keysOf) };
}

/** A change that is tried leaves most resources as they are. */
const known = new WeakMap<Resource, readonly string[]>();

function keysOf(resource: Resource): readonly string[] {
  const keys = known.get(resource) ?? [
    ...new Set(JSON.stringify(resource.attributes).match(/(?<=\$\{)aws_kms_key\.\w+(?=\.)/g) ?? []),
  ];
  known.set(resource, keys);
  return keys;
}

function grouped(
  resources: readonly Resource[],
  keysFor: (resource: Resource) => readonly string[],
): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const key of keysFor(resource)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [resource]);
      else group.push(resource);
    }
  }
  return groups;
}

export const ofType = ({ byType }: Platform, type: string): readonly Resource[] => byType.get(type) ?? [];
