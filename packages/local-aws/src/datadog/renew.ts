import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { Block, ValueObject } from '@himeshima/terraform-json';
import { apply } from '../apply';
import type { LoadedStack } from '../load-stack';
import { addressFormatter } from '../multi-stack';
import type { PlatformServices } from '../services';
import type { Objective } from './live-monitor';
import type { Monitors } from './monitor-evaluation';

/** Changes since the stacks were previously synthesized. */
export interface Renewed {
  /** IDs of monitors that were removed, or that changed or whose SLO changed. */
  readonly monitors: readonly string[];
  /** Addresses of changed resources. They continue to run as declared at the start. */
  readonly others: readonly string[];
}

const isDatadogResource = ({ type }: Block) => type.startsWith('datadog_');

/**
 * Attributes that refer to a function's code. Changes to them are not reported, because code is reloaded automatically.
 */
const codeOf: readonly string[] = ['filename', 'source_code_hash'];

/** Returns the attributes of each resource by address, as JSON. Datadog resources are excluded. */
function declaredIn(stacks: readonly LoadedStack[]): Map<string, string> {
  const addressOf = addressFormatter(stacks);
  const others = stacks.flatMap((loaded) =>
    loaded.stack.resources
      .filter((block) => !isDatadogResource(block))
      .map(({ address, attributes }) => ({ address: addressOf(loaded, address), attributes })),
  );
  return new Map(
    others.map(({ address, attributes }) => [
      address,
      JSON.stringify(attributes, (name, value: unknown) => (codeOf.includes(name) ? undefined : value)),
    ]),
  );
}

function differences(before: readonly LoadedStack[], after: readonly LoadedStack[]): string[] {
  const [old, now] = [declaredIn(before), declaredIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((address) => old.get(address) !== now.get(address));
}

/**
 * Replaces the running monitors with the monitors in the newly synthesized stacks. If one of the new monitors cannot be
 * read, no monitor is replaced.
 * @throws Error with the address of the resource that cannot be read, and the reason
 */
export async function renewMonitors(
  stacks: { readonly before: readonly LoadedStack[]; readonly after: readonly LoadedStack[] },
  variables: ValueObject,
  parts: PlatformServices,
): Promise<Renewed> {
  const read = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const reading: Monitors = {
    ...parts.monitors,
    declare: (id, definition) => void read.monitors.set(id, definition),
    declareObjective: (id, objective) => void read.objectives.set(id, objective),
  };
  const monitoring = stacks.after.map((loaded) => ({
    ...loaded,
    stack: { ...loaded.stack, resources: loaded.stack.resources.filter(isDatadogResource), dataSources: [] },
  }));
  await apply(monitoring, variables, { ...parts, monitors: reading });
  return { monitors: parts.monitors.replace(read), others: differences(stacks.before, stacks.after) };
}
