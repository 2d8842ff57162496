import { z } from 'zod';
import type { Definition } from './definition';
import type { Execution } from './execution';
import { type ResumedState, resumeBranches } from './resume-branches';
import { isObject, type JsonObject } from './state-fields';
import { enteredAt, progressOf, type StateEvent, stateEvents, statesIn } from './state-progress';

/** State at which an interrupted execution resumes, or its result if it cannot resume or has already finished. */
export type ResumePoint =
  | ResumedAt
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'not resumable'; readonly reason: string };

/** State to start. */
export interface ResumedAt {
  readonly kind: 'state';
  readonly state: string;
  /** Input of the state; undefined if the state receives the input of the execution. */
  readonly input: unknown;
  /** The state itself, if only some of its iterations or branches run. */
  readonly resumed?: ResumedState;
}

interface Options {
  readonly mayRestartChildren?: boolean;
}

const startsExecutions = (resource: unknown): boolean => String(resource).includes(':states:startExecution');

/**
 * Returns the state at which an execution resumes. The state that was running is restarted, as when Step Functions
 * redrives an execution. In a Map or Parallel state, only the iterations or branches that have not succeeded run.
 * @param options.mayRestartChildren whether a state that starts executions or runs branches can be restarted, because all of
 * them have ended
 */
export function resumePoint(
  { machine, maps }: Definition,
  { history }: Pick<Execution, 'history'>,
  options: Options = {},
): ResumePoint {
  const events = stateEvents(history);
  const progress = progressOf(machine, events);
  if (progress.kind === 'ended') return { kind: 'succeeded', output: progress.output };
  const { state, input } = progress;
  const declared = statesIn(machine)[state];
  const { Type, Resource } = z.looseObject({ Type: z.string() }).parse(declared);
  const runsBranches = Type === 'Map' || Type === 'Parallel';
  const startsChildren = startsExecutions(Resource) || maps.some(({ name }) => name === state);
  if (!options.mayRestartChildren && (runsBranches || startsChildren))
    return {
      kind: 'not resumable',
      reason: `the execution was in the state ${state}, which starts executions or runs branches`,
    };
  if (!runsBranches || !isObject(declared)) return { kind: 'state', state, input };
  return inBranches({ state, input }, declared, sinceEntry(machine, events));
}

/** Returns the events since the execution entered the state that it is in. */
const sinceEntry = (machine: JsonObject, events: readonly StateEvent[]): StateEvent[] => {
  const entered = enteredAt(machine, events);
  return events.filter(({ id }) => id > entered);
};

function inBranches(
  at: Pick<ResumedAt, 'state' | 'input'>,
  declared: JsonObject,
  events: readonly StateEvent[],
): ResumePoint {
  try {
    const resumed = resumeBranches(declared, events);
    return { kind: 'state', ...at, ...(resumed && { resumed }) };
  } catch (error) {
    return { kind: 'not resumable', reason: error instanceof Error ? error.message : String(error) };
  }
}
