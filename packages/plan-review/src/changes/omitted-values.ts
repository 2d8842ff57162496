import { groupBy } from '../group-by';
import { withoutBlockNames } from '../plan/block-names';
import type { Change, Plan } from '../plan/plan';
import { omittedPaths } from './describe-change';
import { happens } from './slices';

/** Attribute that changes in some resources, and that the descriptions of these changes omit. */
export interface OmittedValue {
  /** Path of the attribute: `last_modified`, `ingress.description`. */
  readonly attribute: string;
  readonly addresses: readonly string[];
}

/**
 * Lists the changed values that the review does not describe, most frequent first: values that the provider computes, copies of tags, and
 * values that mean the same before and after.
 */
export function omittedValuesIn({ changes }: Plan): readonly OmittedValue[] {
  const all = changes
    .filter((change) => change.mode === 'managed' && happens(change))
    .flatMap((change) => attributesOf(change).map((attribute) => ({ attribute, address: change.address })));
  return [...groupBy(all, ({ attribute }) => attribute)]
    .map(([attribute, those]) => ({ attribute, addresses: [...new Set(those.map(({ address }) => address))] }))
    .sort((a, b) => b.addresses.length - a.addresses.length);
}

const attributesOf = (change: Change): readonly string[] => [
  ...new Set(omittedPaths(change).map((path) => withoutBlockNames(path).join('.'))),
];
