/** Aspects that an attribute protects or controls. */
export const meanings = [
  'exposure',
  'reach',
  'protection',
  'encryption',
  'backup',
  'retention',
  'capacity',
  'availability',
  'rights',
  'identity',
  'DNS',
  'alerting',
] as const;
export type Meaning = (typeof meanings)[number];

/** Condition under which a value or a change is dangerous. Comparisons of text ignore case, and `"true"` equals true. */
export type Condition =
  | { readonly is: 'one of' | 'not one of'; readonly values: readonly string[] }
  /** Value that is now empty or missing but was not before. */
  | { readonly is: 'removed' }
  /** Fewer or more items than before, or at least one item that is no longer listed. */
  | { readonly is: 'fewer' | 'more' | 'lost item' }
  /** More items than before, if there were any. An empty list means that another setting decides. */
  | { readonly is: 'longer' }
  /** URL that differs from the one before in more than the switch to HTTPS. */
  | { readonly is: 'lost address' }
  /** List of networks that no longer contain a network of before. */
  | { readonly is: 'lost network' }
  /**
   * Number or duration, such as `300s`, that falls, falls to half or less, or rises. A missing number is ignored, or
   * means unlimited if `isUnlimitedIfUnset` is set. Zero means unlimited if `isUnlimitedAtZero` is set.
   */
  | {
      readonly is: 'lower' | 'halved' | 'higher';
      readonly isUnlimitedIfUnset?: true;
      readonly isUnlimitedAtZero?: true;
    }
  /** Value that moves towards the start or the end of `ranks`. */
  | { readonly is: 'lower rank' | 'higher rank'; readonly ranks: readonly string[] }
  /** Text or document that contains a text more often, or less often, than before. */
  | { readonly is: 'contains' | 'no longer contains'; readonly text: string }
  /** Date and time that is earlier or later than before. */
  | { readonly is: 'earlier' | 'later' }
  /** Intervals that include a time that they did not include before. */
  | { readonly is: 'other times' }
  /** Network that contains at least half of the internet. */
  | { readonly is: 'open network' };

/** Attribute whose change in one direction is dangerous. */
export interface Row {
  /**
   * Path of the attribute through blocks: `network_acls.default_action`. A path through a list covers each of its blocks. A backslash
   * precedes a dot in a key.
   */
  readonly path: string;
  readonly meaning: Meaning;
  readonly when: Condition;
  /** Consequence, as a phrase to append to the resource address: `is no longer encrypted`. */
  readonly so: string;
  /** Checkov id; undefined if the registry page of the resource is the source. */
  readonly source?: string | undefined;
  /** Whether only a change is dangerous, and not a new resource with this value. */
  readonly onlyOnChange?: true;
  /** Whether a new resource with this value is dangerous, whatever the meaning of the row. */
  readonly evenIfNew?: true;
  /** New resources that do not set the attribute and are dangerous, too. Undefined without such resources. */
  readonly orUnset?: Unset;
}

/** Condition under which a resource is considered not to set an attribute. */
interface Unset {
  /** Whether the provider computes the attribute. Its value is then known only after apply if the configuration does not set it. */
  readonly isComputed: boolean;
  /** Paths and values of other attributes with which the default is not dangerous. */
  readonly unless?: readonly (readonly [path: string, value: string])[];
}

/** Disk of a machine, which the cloud may delete together with the machine. */
export interface Disk {
  /** Path of the setting that decides. */
  readonly setting: readonly string[];
  /** Clauses to append to the consequence if the setting is on, off, or unknown. */
  readonly deleted: string;
  readonly kept: string;
  readonly unknown: string;
}

/** Consequence of a deletion or a creation. */
export interface Consequence {
  readonly meaning: Meaning;
  /** Phrase to append to the resource address and a colon, for example `private subnets lose access`. */
  readonly so: string;
  /** Whether data is lost that another apply cannot restore. */
  readonly losesData?: true;
  readonly disk?: Disk;
  /** Whether the consequence includes a disk, which may hold data. */
  readonly hasDisk?: true;
}

/** Knowledge about the resource types of a provider. */
export interface ProviderKnowledge {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  readonly deletions: Readonly<Record<string, Consequence>>;
  /** Resources that are dangerous to create. */
  readonly creations?: Readonly<Record<string, Consequence>>;
  /** Resource types without rows: generic rules cover their networks, principals and rights. */
  readonly understood: readonly string[];
}

/** Creates a row. */
export const row = (path: string, meaning: Meaning, when: Condition, so: string, source?: string): Row => ({
  path,
  meaning,
  when,
  so,
  ...(source !== undefined && { source }),
});
/** Limits a row to changes, because new resources with this value are common. */
export const onChange = (one: Row): Row => ({ ...one, onlyOnChange: true });

/** Extends a row to new resources, because they affect others. */
export const evenIfNew = (one: Row): Row => ({ ...one, evenIfNew: true });

/** Extends a row to new resources that do not set the attribute. */
export const orUnset = (one: Row, unset: Unset = { isComputed: false }): Row => ({ ...one, orUnset: unset });

export const isTrue: Condition = { is: 'one of', values: ['true'] };
export const isFalse: Condition = { is: 'one of', values: ['false'] };
export const isNotTrue: Condition = { is: 'not one of', values: ['true'] };
export const isRemoved: Condition = { is: 'removed' };
export const hasFewer: Condition = { is: 'fewer' };
export const gainsItem: Condition = { is: 'more' };
export const losesItem: Condition = { is: 'lost item' };
/** Condition for a list of exceptions that was not empty. */
export const grows: Condition = { is: 'longer' };
export const changesAddress: Condition = { is: 'lost address' };
/** Condition for networks that no longer contain a network of before. */
export const losesNetwork: Condition = { is: 'lost network' };
export const falls: Condition = { is: 'lower' };
export const fallsFromUnlimited: Condition = { is: 'lower', isUnlimitedIfUnset: true };
export const fallsWhereZeroIsUnlimited: Condition = { is: 'lower', isUnlimitedAtZero: true };
export const halves: Condition = { is: 'halved' };
export const rises: Condition = { is: 'higher' };
export const isEarlier: Condition = { is: 'earlier' };
export const isLater: Condition = { is: 'later' };
export const includesOtherTimes: Condition = { is: 'other times' };
export const isOpen: Condition = { is: 'open network' };
export const oneOf = (...values: readonly string[]): Condition => ({ is: 'one of', values });
export const notOneOf = (...values: readonly string[]): Condition => ({ is: 'not one of', values });
/** Creates a condition for a value that newly contains a text. */
export const contains = (text: string): Condition => ({ is: 'contains', text });
/** Creates a condition for a value that no longer contains a text. */
export const losesText = (text: string): Condition => ({ is: 'no longer contains', text });
/** Creates a condition for a value that becomes weaker. @param ranks values from the weakest to the strongest */
export const weakens = (...ranks: readonly string[]): Condition => ({ is: 'lower rank', ranks });
/** Creates a condition for a value that becomes broader. @param ranks values from the narrowest to the broadest */
export const broadens = (...ranks: readonly string[]): Condition => ({ is: 'higher rank', ranks });

/** Creates a consequence. */
export const gone = (meaning: Meaning, so: string): Consequence => ({ meaning, so });

/** Creates the consequence of deleting a resource with data. */
export const losing = (so: string): Consequence => ({ meaning: 'backup', so, losesData: true });

/** Assigns one entry to several resource types. */
export const forAll = <Entry>(types: readonly string[], entry: Entry): Readonly<Record<string, Entry>> =>
  Object.fromEntries(types.map((type) => [type, entry]));
/** Returns the names of a Kubernetes type without and with its version: `kubernetes_service` and `kubernetes_service_v1`. */
export const versioned = (...types: readonly string[]): readonly string[] =>
  types.flatMap((type) => [type, `${type}_v1`]);

/** Consequence of a changed DNS record. */
export const answers = 'no longer resolves to all of its previous values';
