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
}

/** Names that modules of the generated project already use. */
const usedIdentifiers = ['datadogMonitor', 'describe', 'expect', 'series', 'test', 'monitors'];

/**
 * Chooses ids, constants and files. Ids depend only on the monitors' names; monitors with the same name are numbered in the order of
 * their Datadog ids. Names of Terraform resources are kept.
 * @param known earlier resources by Datadog id
 */
export function nameMonitors(
  monitors: readonly ImportedMonitor[],
  known: ReadonlyMap<string, KnownMonitor> = new Map(),
): readonly NamedMonitor[] {
  const ids = new Set<string>();
  const identifiers = new Map<string, Set<string>>();
  return inStableOrder(monitors).map((one) => {
    const id = firstFree(one.terraformId ?? terraformIdOf(one.monitor.name), ids, '_');
    const group = groupNameOf(one.monitor);
    const used = identifiers.get(group) ?? new Set(usedIdentifiers);
    identifiers.set(group, used);
    const before = one.datadogId === undefined ? undefined : known.get(one.datadogId);
    const movedFrom = before === undefined || before.id === id ? before?.movedFrom : before.id;
    return { ...one, id, movedFrom, before, group, identifier: firstFree(identifierOf(id), used) };
  });
}

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
