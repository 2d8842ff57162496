import type { MonitorDefinition } from '../../lib/datadog';
import type { Block, Stack, ValueObject } from '../../lib/terraform';
import { apply } from '../apply';
import type { Parts } from '../parts';
import type { Objective } from './live-monitor';
import type { Monitors } from './monitors';

/** What another synthesis of the stack changed. */
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
function declaredIn({ resources }: Stack): Map<string, string> {
  const others = resources.filter((block) => !ofDatadog(block));
  return new Map(
    others.map(({ address, attributes }) => [
      address,
      JSON.stringify(attributes, (name, value: unknown) => (codeOf.includes(name) ? undefined : value)),
    ]),
  );
}

function differences(before: Stack, after: Stack): string[] {
  const [old, now] = [declaredIn(before), declaredIn(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((address) => old.get(address) !== now.get(address));
}

/**
 * Takes the monitors of a stack that was synthesized anew instead of those that run; all of them or, where one cannot
 * be read, none.
 * @throws Error naming the address of what cannot be read, and why
 */
export async function renewMonitors(
  stacks: { readonly before: Stack; readonly after: Stack },
  variables: ValueObject,
  parts: Parts,
): Promise<Renewed> {
  const read = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const reading: Monitors = {
    ...parts.monitors,
    declare: (id, definition) => void read.monitors.set(id, definition),
    declareObjective: (id, objective) => void read.objectives.set(id, objective),
  };
  const monitoring = { ...stacks.after, resources: stacks.after.resources.filter(ofDatadog), dataSources: [] };
  await apply(monitoring, variables, { ...parts, monitors: reading });
  return { monitors: parts.monitors.replace(read), others: differences(stacks.before, stacks.after) };
}
