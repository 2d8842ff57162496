import type { Fleet, Run } from '../fleet-usage';
import { type Resource, textOf } from '../resource';

export interface FunctionLoad {
  readonly resource: Resource;
  readonly run: Run;
  readonly invocations: number;
  /** Processed messages and records. */
  readonly items: number;
  /** Invocations that start a new trace. Invocations by workflows and APIs belong to the caller's trace. */
  readonly newTraces: number;
}

export interface InvocationLoad {
  readonly invocations: number;
  readonly items: number;
}

/** Returns a function's load: invocations by rules and streams, and assumed invocations by other sources. */
export function functionLoad(resource: Resource, by: readonly InvocationLoad[], fleet: Fleet): FunctionLoad {
  const name = textOf(resource.attributes, 'function_name') ?? resource.name;
  const other = fleet.invocations[name] ?? { always: 0, aDevice: 0 };
  const eventInvocations = by.reduce((sum, { invocations }) => sum + invocations, 0);
  return {
    resource,
    run: fleet.runs[name] ?? fleet.otherRun,
    invocations: eventInvocations + other.always + other.aDevice * fleet.devices,
    items: by.reduce((sum, { items }) => sum + items, 0),
    newTraces: eventInvocations,
  };
}

/** Returns a function's billed milliseconds per month. */
export const billedMilliseconds = ({ run, invocations, items }: FunctionLoad): number =>
  invocations * Math.max(1, run.milliseconds) + items * (run.millisecondsAnItem ?? 0);
