import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { isConnecting } from './knowledge/connecting-types';
import { uniqueNameOf } from './knowledge/unique-names';
import { modulesOf, ownAddress } from './plan/resource-id';

/** Deleted or created resource. */
export interface Side {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: ValueObject;
}

/** Resource with attributes as strings. Computed only once, because each resource is compared with many other resources. */
export interface ComparedResource<Of> {
  readonly side: Of;
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
}

export interface Pair<Of> {
  readonly gone: Of;
  readonly come: Of;
  /** Share of equal attributes, from 0 to 1. Ignores attributes derived from the name. */
  readonly confidence: number;
}

/** Minimum confidence of a possible rename. */
export const leastConfidence = 0.75;

// the provider computes these attributes, or derives them from other attributes
const notCompared = new Set(['id', 'arn', 'tags_all', 'unique_id', 'create_date', 'etag', 'version', 'invoke_arn']);

export function comparedOf<Of extends Side>(side: Of): ComparedResource<Of> {
  const compared = Object.entries(side.values).filter(([key, value]) => !notCompared.has(key) && !isNothing(value));
  return { side, name: side.name, texts: new Map(compared.map(([key, value]) => [key, JSON.stringify(value)])) };
}

const isNothing = (value: Value | undefined) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && isList(value) && value.length === 0);

/**
 * Returns the share of common attributes with equal values, from 0 to 1. Long values have more weight, because even unrelated
 * monitors have mostly equal options, and differ only in the query and the message.
 */
export function likeness(
  { texts: old }: Pick<ComparedResource<unknown>, 'texts'>,
  { texts: now }: Pick<ComparedResource<unknown>, 'texts'>,
) {
  let [both, same] = [0, 0];
  for (const [key, text] of now) {
    const was = old.get(key);
    if (was !== undefined) both += text.length;
    if (was === text) same += text.length;
  }
  return both === 0 ? 0 : same / both;
}

export const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

export const byConfidence = <Of extends Side>(a: Pair<Of>, b: Pair<Of>) =>
  b.confidence - a.confidence || compare(a.gone.address, b.gone.address);

/**
 * Returns whether a created resource could be a renamed resource: both are in the same module, or have the same Terraform name or the
 * same physical name. Otherwise, resources of unrelated modules that differ only in their names would match.
 */
export const isPlausible = <Of extends Side>({ gone, come, confidence }: Pair<Of>): boolean =>
  // a connection of other resources, or of another instance, is another connection
  (!isConnecting(gone.type) || (confidence === 1 && gone.name !== come.name)) &&
  (modulesOf(gone.address) === modulesOf(come.address) ||
    gone.name === come.name ||
    sameNameOf(gone.type, gone.values, come.values) !== undefined);

/** Attributes that contain the physical name of a resource. */
const namesOf = (type: string): readonly string[] =>
  type === 'aws_lambda_function'
    ? ['function_name']
    : ['name', 'bucket', 'identifier', 'cluster_identifier', 'alarm_name', 'domain_name', 'replication_group_id'];

/** Returns the attribute with the physical name if it is equal on both sides. Otherwise undefined. */
export const sameNameOf = (type: string, gone: ValueObject, come: ValueObject): string | undefined =>
  namesOf(type).find((name) => {
    const value = gone[name];
    return typeof value === 'string' && value !== '' && value === come[name];
  });

/** Returns whether both sides have a physical name, and the names differ. */
export const hasOtherName = (type: string, gone: ValueObject, come: ValueObject): boolean =>
  namesOf(type).some((name) => {
    const [was, is] = [gone[name], come[name]];
    return typeof was === 'string' && typeof is === 'string' && was !== '' && was !== is;
  });

/** Returns whether both resources have the same name, and the name is unique in the whole cloud, so they are the same resource. */
export function isSameObject(gone: Side, come: Side): boolean {
  const unique = uniqueNameOf(gone.type);
  return unique?.isGlobal === true && sameNameOf(gone.type, gone.values, come.values) === unique.attribute;
}

/** Advantage of a pair with the same address in another module over more similar pairs. */
const sameAddressBonus = 0.2;

const rankOf = <Of extends Side>({ gone, come, confidence }: Pair<Of>): number =>
  confidence + (ownAddress(gone.address) === ownAddress(come.address) ? sameAddressBonus : 0);

/** Selects the most similar pairs. Each resource is in at most one pair. */
export function bestPairs<Of extends Side>(pairs: readonly Pair<Of>[]): readonly Pair<Of>[] {
  const taken = new Set<Of>();
  return [...pairs]
    .sort((a, b) => rankOf(b) - rankOf(a) || byConfidence(a, b))
    .filter((pair) => {
      if (taken.has(pair.gone) || taken.has(pair.come)) return false;
      taken.add(pair.gone).add(pair.come);
      return true;
    });
}
