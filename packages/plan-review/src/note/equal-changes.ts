import type { ChangedResource } from '../changes/describe-change';
import type { Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { typeIn } from '../plan/resource-id';

/** Minimum number of equal changes to describe together. */
const fewest = 3;

/** Slice whose equal changes are grouped. A group of one change is not equal to enough other changes. */
export interface GroupedSlice {
  readonly name: string | undefined;
  readonly groups: readonly (readonly ChangedResource[])[];
}

/**
 * Groups resources of one type with equal changes, such as `memory_size: 128 → 256` of 17 functions. Updates are grouped in all
 * slices, and returned as a first slice without a name; other actions are grouped in each slice.
 */
export function groupEqual(slices: readonly Slice[]): readonly GroupedSlice[] {
  const updates = equalIn(slices.flatMap(({ resources }) => resources.filter(isUpdate)));
  const common = updates.filter(({ length }) => length >= fewest);
  const grouped = new Set(common.flat());
  const others = slices.map(({ name, resources }) => ({
    name,
    groups: equalIn(resources.filter((one) => !grouped.has(one))).flatMap((group) =>
      group.length >= fewest ? [group] : group.map((one) => [one]),
    ),
  }));
  const all = common.length === 0 ? others : [{ name: undefined, groups: common }, ...others];
  return all.filter(({ groups }) => groups.length > 0);
}

/** Groups resources with equal changes. Changes without a visible attribute may differ, unless the resources are created or deleted. */
const equalIn = (resources: readonly ChangedResource[]) => [...groupBy(resources, keyOf).values()];

const isUpdate = ({ action, lines }: ChangedResource) => action === 'update' && lines.length > 0;

const keyOf = ({ address, action, note, lines, afterApply, waitsFor }: ChangedResource): string =>
  JSON.stringify([
    typeIn(address),
    action,
    note,
    lines,
    afterApply,
    waitsFor,
    action === 'create' || action === 'delete' || lines.length > 0 ? '' : address,
  ]);
