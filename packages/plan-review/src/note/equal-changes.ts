import type { ChangedResource } from '../changes/describe-change';
import { fewestTogether, type Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { typeIn } from '../plan/resource-id';

/** Slice whose identical changes are grouped. A change with too few identical changes forms a separate group. */
export interface GroupedSlice {
  readonly title: string | undefined;
  readonly groups: readonly (readonly ChangedResource[])[];
}

/**
 * Groups resources of one type with identical changes, such as `memory_size: 128 → 256` of 17 functions, and new instances of the same
 * declaration. Updates are grouped across slices, and returned as a first slice without a title; other actions are grouped within each
 * slice. Updates without a changed value, or that may recur in every plan, come last.
 */
export function groupEqual(slices: readonly Slice[]): readonly GroupedSlice[] {
  const updates = equalIn(slices.flatMap(({ resources }) => resources.filter(isUpdate)));
  const common = updates.filter(({ length }) => length >= fewestTogether);
  const invisible = slices.flatMap(({ resources }) => resources.filter(isInvisible));
  const quiet = invisible.length < fewestTogether ? [] : invisible;
  const grouped = new Set([...common.flat(), ...quiet]);
  const others = slices.map(({ title, resources, instances }) => ({
    title,
    groups: equalIn(resources.filter((one) => !grouped.has(one)).map((one) => describedWith(instances, one))).flatMap(
      (group) => (group.length >= fewestTogether ? [group] : group.map((one) => [one])),
    ),
  }));
  const all = [
    { title: undefined, groups: common.filter((group) => !isNoise(group)) },
    ...others,
    { title: undefined, groups: [...common.filter(isNoise), ...equalNotes(quiet)] },
  ];
  return all.filter(({ groups }) => groups.length > 0);
}

/** Groups resources with identical changes. Changes without a visible attribute may differ, except creations and deletions. */
const equalIn = (resources: readonly ChangedResource[]) => [...groupBy(resources, keyOf).values()];

/** Describes a new instance together with the other instances of its declaration. */
function describedWith(instances: Slice['instances'], resource: ChangedResource): ChangedResource {
  return { ...resource, ...instances.get(resource.address) };
}

/** Returns whether an update shows no changed value. Its note says why. */
const isInvisible = ({ action, lines, afterApply }: ChangedResource) =>
  action === 'update' && lines.length + afterApply.length === 0;

/** Returns whether the changes say nothing about the next apply, because they may recur in every plan. */
const isNoise = ([first]: readonly ChangedResource[]): boolean =>
  first?.note.some((part) => typeof part === 'string' && part.includes('may recur in every plan')) === true;

/** Groups updates without a changed value by their notes, whatever their types. */
const equalNotes = (resources: readonly ChangedResource[]) => [
  ...groupBy(resources, ({ note }) => JSON.stringify(note)).values(),
];

const isUpdate = ({ action, lines }: ChangedResource) => action === 'update' && lines.length > 0;

const keyOf = ({ address, action, note, lines, afterApply, waitsFor }: ChangedResource): string =>
  JSON.stringify([
    typeIn(address),
    action,
    note,
    lines,
    afterApply,
    waitsFor,
    action === 'create' || action === 'delete' || lines.length + afterApply.length > 0 ? '' : address,
  ]);
