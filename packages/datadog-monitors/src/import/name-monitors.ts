import type { MonitorResource } from '../terraform/to-terraform';
import { groupNameOf } from './group-name';
import { firstFree, identifierOf, terraformIdOf } from './identifiers';
import type { ImportedMonitor } from './imported-monitor';

/** Monitor with its names in the generated code. */
export interface NamedMonitor extends ImportedMonitor {
  /** Id in Terraform. */
  readonly id: string;
  /** Earlier id in Terraform, if the monitor was renamed. */
  readonly movedFrom: string | undefined;
  /** Resource that an earlier import declared. */
  readonly before: KnownMonitor | undefined;
  /** Constant in TypeScript. */
  readonly identifier: string;
  /** File in `monitors/`, without extension. */
  readonly group: string;
}

/** Resource of a monitor in code that was generated earlier. */
export interface KnownMonitor {
  readonly type: MonitorResource['type'];
  readonly id: string;
  readonly movedFrom?: string | undefined;
  /** File in `monitors/`, without extension; undefined for plain Terraform. */
  readonly group?: string | undefined;
}

/** Code that was generated earlier. */
export interface KnownCode {
  /** Resources by Datadog id. */
  readonly monitors: ReadonlyMap<string, KnownMonitor>;
  /** Resources without a Datadog id. */
  readonly others: readonly Pick<KnownMonitor, 'id' | 'group'>[];
  /** Files in `monitors/`, without extension, that the import must not replace. */
  readonly fixedGroups?: ReadonlySet<string>;
}

/** Names that modules of the generated project already use. */
const usedIdentifiers = ['datadogMonitor', 'describe', 'expect', 'series', 'test', 'monitors'];

/**
 * Chooses ids, constants and files. Ids depend only on the monitors' names; monitors with the same name are numbered in the order of
 * their Datadog ids. Names of Terraform resources are kept. A monitor of an earlier import keeps its file, and its id unless its name
 * changed. An id is used only once, and never passes to another monitor, because Terraform rejects a moved block from an address that
 * still exists, and follows chains of moved blocks. A new monitor whose file must not be replaced gets a numbered file, such as `system-2`.
 */
export function nameMonitors(
  monitors: readonly ImportedMonitor[],
  { monitors: known, others, fixedGroups = new Set() }: KnownCode = { monitors: new Map(), others: [] },
): readonly NamedMonitor[] {
  const placed = inStableOrder(monitors).map((one) => {
    const before = one.datadogId === undefined ? undefined : known.get(one.datadogId);
    const group = groupNameOf(one.monitor);
    // a monitor without a Datadog id may be in the file already, and a second file would declare it twice
    const isNew = before === undefined && one.datadogId !== undefined;
    return { one, before, group: before?.group ?? (isNew ? firstFree(group, new Set(fixedGroups), '-') : group) };
  });
  const written = new Set(placed.map(({ group }) => group).filter((group) => !fixedGroups.has(group)));
  const ids = new Set([
    ...[...known.values()].flatMap(({ id, movedFrom }) => (movedFrom === undefined ? [id] : [id, movedFrom])),
    ...others.flatMap(({ id, group }) => (group !== undefined && !written.has(group) ? [id] : [])),
  ]);
  const identifiers = new Map<string, Set<string>>();
  return placed.map(({ one, before, group }) => {
    const preferred = one.terraformId ?? terraformIdOf(one.monitor.name);
    const isRenamed = before !== undefined && !isNumbered(before.id, preferred);
    // the earlier move may not have been applied, and a second move would lose the monitor or form a chain
    const isPinned = before !== undefined && (!isRenamed || before.movedFrom !== undefined);
    const id = isPinned ? before.id : firstFree(preferred, ids, '_');
    const used = identifiers.get(group) ?? new Set(usedIdentifiers);
    identifiers.set(group, used);
    const movedFrom = isPinned ? before.movedFrom : before?.id;
    const notes = isRenamed && isPinned ? [...one.notes, keptIdNote(before)] : one.notes;
    return { ...one, notes, id, movedFrom, before, group, identifier: firstFree(identifierOf(id), used) };
  });
}

/** Returns whether an id is the wanted id or a numbered variant, such as `cpu_2` for `cpu`. */
const isNumbered = (id: string, preferred: string): boolean =>
  id === preferred || (id.startsWith(`${preferred}_`) && /^\d+$/.test(id.slice(preferred.length + 1)));

const keptIdNote = ({ id, movedFrom }: KnownMonitor) =>
  `was renamed again and keeps the resource name ${id}; to rename the resource, apply the move from ${movedFrom}, remove it from the code, and import again`;

/**
 * Sorts by Datadog id, so that the order of an export does not change the ids. Terraform names come first, because Terraform names are
 * fixed.
 */
const inStableOrder = (monitors: readonly ImportedMonitor[]) =>
  monitors.toSorted(
    (a, b) => Number(a.terraformId === undefined) - Number(b.terraformId === undefined) || numberOf(a) - numberOf(b),
  );

const numberOf = ({ datadogId }: ImportedMonitor) =>
  datadogId === undefined ? Number.MAX_SAFE_INTEGER : Number(datadogId);
