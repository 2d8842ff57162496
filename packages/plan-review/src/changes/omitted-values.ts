import { groupBy } from '../group-by';
import type { Change, Plan } from '../plan/plan';
import { omittedPaths, pathText } from './describe-change';
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
  return byAttribute(all);
}

/**
 * Lists the values that were changed outside Terraform, and that the plan keeps, most frequent first.
 * @param reported addresses and attributes that another section of the review shows
 */
export const keptValuesIn = (
  { keptDrift }: Plan,
  reported: readonly { readonly address: string; readonly attribute?: string }[] = [],
): readonly OmittedValue[] =>
  byAttribute(
    keptDrift
      .flatMap(({ change: { address }, paths }) => paths.map((path) => ({ attribute: nameOf(path), address })))
      .filter(
        (one) => !reported.some(({ address, attribute }) => address === one.address && attribute === one.attribute),
      ),
  );

const byAttribute = (
  all: readonly { readonly attribute: string; readonly address: string }[],
): readonly OmittedValue[] =>
  [...groupBy(all, ({ attribute }) => attribute)]
    .map(([attribute, those]) => ({ attribute, addresses: [...new Set(those.map(({ address }) => address))] }))
    .sort((a, b) => b.addresses.length - a.addresses.length);

const attributesOf = (change: Change): readonly string[] => [...new Set(omittedPaths(change).map(nameOf))];

/** Returns the path of an attribute without the names of blocks. */
const nameOf = (path: readonly string[]): string => pathText(path.filter((step) => !step.startsWith('[')));
