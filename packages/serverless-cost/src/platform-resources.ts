import type { Message } from './fleet-usage';
import type { Resource } from './resource';

/** Result of evaluating a rule for a type of message. */
export interface RuleMatch {
  /** Share of messages that match the rule's WHERE clause. */
  readonly share: number;
  /** Average size in bytes of the rule's output. */
  readonly bytes: number;
}

/**
 * Function that evaluates a rule with the example payloads of a message. Returns undefined if the topic filter does not match.
 */
export type MatchRule = (rule: Resource, message: Message) => RuleMatch | undefined;

export interface Platform {
  readonly resources: readonly Resource[];
  readonly matchRule: MatchRule;
  readonly byType: ReadonlyMap<string, readonly Resource[]>;
  /** Resources that refer to a KMS key, keyed by the key's address. */
  readonly byKey: ReadonlyMap<string, readonly Resource[]>;
}

/** Indexes resources by type and by KMS key, so that services do not have to search all resources. */
export function platformOf(resources: readonly Resource[], matchRule: MatchRule): Platform {
  return {
    resources,
    matchRule,
    byType: groupBy(resources, ({ type }) => [type]),
    byKey: groupBy(resources, keysOf),
  };
}

/** Returns the addresses of the KMS keys that a resource refers to. */
const keysOf = ({ attributes }: Resource): readonly string[] => [
  ...new Set(JSON.stringify(attributes).match(/(?<=\$\{)aws_kms_key\.\w+(?=\.)/g) ?? []),
];

function groupBy(
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
