import { changedNames } from './changes/describe-change';
import { groupBy } from './group-by';
import { importanceOf, isImportant } from './importance';
import { managedType } from './knowledge/managed-type';
import { counted, joined, type Phrase, words } from './phrase';
import type { Action, Change, Plan } from './plan/plan';
import { isStateful } from './plan/stored-data';
import { labelOf } from './resource-labels';
import { sizeOfKind } from './size-of-kind';

/** Maximum number of kinds of new resources to count, if there are many kinds. */
export const newKindsAtMost = 7;

/** Maximum number of rarer kinds of resources with data to count as well. */
const withDataAtMost = 4;

/** Returns the label of the object that a resource manages. */
export const labelOfChange = (change: Change): string => labelOf(managedType(change));

/** Labels of kinds of resources, and their numbers. */
type Kinds = readonly (readonly [string, number])[];

/** Returns the importance of kinds of resources. If they already exist, only distinguishes whether deleting them is dangerous. */
export function weightsOf(changes: readonly Change[], action: Action): (label: string) => number {
  const weightOf = (change: Change) =>
    action === 'create'
      ? importanceOf(change.type)
      : Number(isImportant(change.type)) + Number(action === 'update' && changesReach(change));
  const weights = new Map<string, number>();
  for (const change of changes) {
    const label = labelOfChange(change);
    weights.set(label, Math.max(weights.get(label) ?? 0, weightOf(change)));
  }
  return (label) => weights.get(label) ?? 0;
}

/** Matches names of attributes that decide what can reach a resource, and what it can reach. */
const reach =
  /^(?:cidr_block|address_prefix(?:es)?|address_space|egress|ingress|ip_cidr_range|route|routes|security_rule)$/;

const changesReach = (change: Change): boolean => changedNames(change).some((name) => reach.test(name));

/** Sorts kinds of new resources by importance, and then the most common first. */
export function sortedKinds(changes: readonly Change[], kinds: Kinds): Kinds {
  const weightOf = weightsOf(changes, 'create');
  return [...kinds].sort(([a, many], [b, few]) => weightOf(b) - weightOf(a) || few - many);
}

/** Returns `other resource` if the headline describes some of the new resources. */
export const nounFor = ({ changes }: Plan, listed: readonly Change[]): string =>
  changes.filter(({ mode, action }) => mode === 'managed' && action === 'create').length > listed.length
    ? 'other resource'
    : 'resource';

/** Counts many new resources: `365 resources: 4 tables, 2 buckets, 65 monitors, 40 functions and 254 others`. */
export function largestKinds(changes: readonly Change[], kinds: Kinds, noun: string | undefined): Phrase {
  const stateful = new Set(changes.flatMap((change) => (isStateful(change.type) ? [labelOfChange(change)] : [])));
  const sorted = sortedKinds(changes, kinds);
  const [shown, others] = [sorted.slice(0, newKindsAtMost), sorted.slice(newKindsAtMost)];
  const withData = others.filter(([label]) => stateful.has(label)).slice(0, withDataAtMost);
  const ofKind = groupBy(changes, labelOfChange);
  const count = ([label, many]: readonly [string, number]) => [
    ...words(counted(many, label)),
    ...sizeOfKind(ofKind.get(label) ?? []),
  ];
  return [
    ...(noun === undefined ? [] : [`${counted(changes.length, noun)}: `]),
    ...joined([...shown.map(count), words(counted(countIn(others), 'other'))]),
    ...(withData.length > 0 ? [', including ', ...joined(withData.map(count))] : []),
  ];
}

/** Counts the resources of several kinds. */
export const countIn = (kinds: Kinds): number => kinds.reduce((sum, [, count]) => sum + count, 0);
