import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { Block, ValueObject } from '@himeshima/terraform-json';
import { apply } from '../apply';
import type { LoadedStack } from '../load-stack';
import type { PlatformServices } from '../services';
import type { Objective } from './live-monitor';
import type { Monitors } from './monitor-evaluation';

/** Returns whether a resource is a Datadog resource. All Datadog resources are replaced together. */
export const isDatadogResource = ({ type }: Block) => type.startsWith('datadog_');

/**
 * Replaces the running monitors with the monitors in newly synthesized stacks. If one of the new monitors cannot be
 * read, no monitor is replaced.
 * @returns the IDs of monitors that were removed or changed, or whose SLO changed
 * @throws Error with the address of the resource that cannot be read, and the reason
 */
export async function renewMonitors(
  stacks: readonly LoadedStack[],
  variables: ValueObject,
  parts: PlatformServices,
): Promise<readonly string[]> {
  const read = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const reading: Monitors = {
    ...parts.monitors,
    declare: (id, definition) => void read.monitors.set(id, definition),
    declareObjective: (id, objective) => void read.objectives.set(id, objective),
  };
  const monitoring = stacks.map((loaded) => ({
    ...loaded,
    stack: { ...loaded.stack, resources: loaded.stack.resources.filter(isDatadogResource), dataSources: [] },
  }));
  await apply(monitoring, variables, { ...parts, monitors: reading });
  return parts.monitors.replace(read);
}
