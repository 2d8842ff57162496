import type { ChangedResource } from '../changes/describe-change';
import type { Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { typeIn } from '../plan/resource-id';

/** Minimum number of equal changes to describe together. */
const fewest = 3;

/** Changes with equal descriptions, and the other changes by slice. */
export interface EqualChanges {
  readonly groups: readonly (readonly ChangedResource[])[];
  readonly others: readonly Slice[];
}

/** Separates updates of several resources of one type with equal changes, such as `memory_size: 128 → 256` of 17 functions. */
export function separateEqual(slices: readonly Slice[]): EqualChanges {
  const updates = slices.flatMap(({ resources }) => resources.filter(isUpdate));
  const groups = [...groupBy(updates, keyOf).values()].filter(({ length }) => length >= fewest);
  const grouped = new Set(groups.flat());
  const others = slices.map(({ name, resources }) => ({
    name,
    resources: resources.filter((one) => !grouped.has(one)),
  }));
  return { groups, others: others.filter(({ resources }) => resources.length > 0) };
}

const isUpdate = ({ action, lines }: ChangedResource) => action === 'update' && lines.length > 0;

const keyOf = ({ address, note, lines, afterApply, waitsFor }: ChangedResource): string =>
  JSON.stringify([typeIn(address), note, lines, afterApply, waitsFor]);
