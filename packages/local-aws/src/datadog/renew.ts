import type { MonitorDefinition } from '@himeshima/datadog-monitors';
import type { Block, ValueObject } from '@himeshima/terraform-json';
import { apply } from '../apply';
import type { LoadedStack } from '../load-stack';
import type { Parts } from '../parts';
import { toldAmong } from '../side-by-side';
import type { Objective } from './live-monitor';
import type { Monitors } from './monitors';

/** What another synthesis of the stacks changed. */
export interface Renewed {
  /** Monitors that are evaluated from now on as they were not before, by themselves or by their SLO, and those that are gone. */
  readonly monitors: readonly string[];
  /** Addresses of what runs on as it was declared at the start. */
  readonly others: readonly string[];
}

const ofDatadog = ({ type }: Block) => type.startsWith('datadog_');

/** A function's code is reloaded by itself. */
const codeOf: readonly string[] = ['filename', 'source_code_hash'];

/** What a resource is, as text, by its address; what Datadog keeps makes no difference here but for its monitors. */
function declaredIn(stacks: readonly LoadedStack[]): Map<string, string> {
  const told = toldAmong(stacks);
  const others = stacks.flatMap((loaded) =>
    loaded.stack.resources
      .filter((block) => !ofDatadog(block))
      .map(({ address, attributes }) => ({ address: told(loaded, address), attributes })),
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
 * Takes the monitors of stacks that were synthesized anew instead of those that run; all of them or, where one cannot
 * be read, none.
 * @throws Error naming the address of what cannot be read, and why
 */
export async function renewMonitors(
  stacks: { readonly before: readonly LoadedStack[]; readonly after: readonly LoadedStack[] },
  variables: ValueObject,
  parts: Parts,
): Promise<Renewed> {
  const read = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const reading: Monitors = {
    ...parts.monitors,
    declare: (id, definition) => void read.monitors.set(id, definition),
    declareObjective: (id, objective) => void read.objectives.set(id, objective),
  };
  const monitoring = stacks.after.map((loaded) => ({
    ...loaded,
    stack: { ...loaded.stack, resources: loaded.stack.resources.filter(ofDatadog), dataSources: [] },
  }));
  await apply(monitoring, variables, { ...parts, monitors: reading });
  return { monitors: parts.monitors.replace(read), others: differences(stacks.before, stacks.after) };
}
