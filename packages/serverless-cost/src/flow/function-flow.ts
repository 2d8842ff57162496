import type { Fleet, Run } from '../fleet';
import { type Resource, textOf } from '../resource';

export interface FunctionLoad {
  readonly resource: Resource;
  readonly run: Run;
  readonly invocations: number;
  /** Messages and records that it processes. */
  readonly items: number;
  /** Invocations that begin a trace: what a workflow or an API calls belongs to theirs. */
  readonly begun: number;
}

export interface Invoked {
  readonly invocations: number;
  readonly items: number;
}

/** How often a function runs by rules and streams, and by what else is assumed of it. */
export function functionLoad(resource: Resource, by: readonly Invoked[], fleet: Fleet): FunctionLoad {
  const name = textOf(resource.attributes, 'function_name') ?? resource.name;
  const other = fleet.invocations[name] ?? { always: 0, aDevice: 0 };
  const begun = by.reduce((sum, { invocations }) => sum + invocations, 0);
  return {
    resource,
    run: fleet.runs[name] ?? fleet.otherRun,
    invocations: begun + other.always + other.aDevice * fleet.devices,
    items: by.reduce((sum, { items }) => sum + items, 0),
    begun,
  };
}

/** Milliseconds that Lambda bills in a month. */
export const billedMilliseconds = ({ run, invocations, items }: FunctionLoad): number =>
  invocations * Math.max(1, run.milliseconds) + items * (run.millisecondsAnItem ?? 0);
