import type { Fleet, Run } from '../fleet';
import { type Resource, textOf } from '../resource';

export interface FunctionLoad {
  readonly resource: Resource;
  readonly run: Run;
  readonly invocations: number;
  /** Records of streams that it reads, and what they carry. */
  readonly records: number;
  readonly items: number;
  /** Invocations that begin a trace: what a workflow or an API calls belongs to theirs. */
  readonly begun: number;
  /** Of one record. */
  readonly recordBytes: number;
}

export interface Invoked {
  readonly invocations: number;
  readonly records: number;
  readonly items: number;
  readonly recordBytes: number;
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
    records: by.reduce((sum, { records }) => sum + records, 0),
    items: by.reduce((sum, { items }) => sum + items, 0),
    begun,
    recordBytes: Math.max(0, ...by.map(({ recordBytes }) => recordBytes)),
  };
}

/** Milliseconds that Lambda bills in a month. */
export const billedMilliseconds = ({ run, invocations, items }: FunctionLoad): number =>
  invocations * Math.max(1, run.milliseconds) + items * (run.millisecondsAnItem ?? 0);
