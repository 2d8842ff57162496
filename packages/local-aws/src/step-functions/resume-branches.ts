import { z } from 'zod';
import { isObject, type JsonObject } from './state-fields';
import { ownEvents, progressOf, type StateEvent, statesIn } from './state-progress';

/** Map or Parallel state whose unfinished iterations or branches continue. */
export interface ResumedState {
  readonly definition: JsonObject;
  /** Indexes of the iterations that have ended. */
  readonly ended: ReadonlySet<number>;
}

/** Prefix of the names of states that are not part of the definition, whose events are not recorded. */
export const resumePrefix = 'resumed: ';

/** Returns a state whose output is a value. The value is wrapped, because the engine ignores `Result` if it is false or 0. */
const constant = (value: unknown, next: JsonObject): JsonObject => ({
  Type: 'Pass',
  Result: { value },
  OutputPath: '$.value',
  ...next,
});

/**
 * Returns a state that continues a machine with its input, or that returns the output of a machine that has ended.
 * @throws Error if the machine was in a state that runs branches itself
 */
function continuing(machine: JsonObject, events: readonly StateEvent[]): JsonObject {
  const progress = progressOf(machine, events);
  if (progress.kind === 'ended') return constant(progress.output, { End: true });
  const { state, input } = progress;
  const declared = statesIn(machine)[state];
  if (isObject(declared) && (declared['Type'] === 'Map' || declared['Type'] === 'Parallel'))
    throw new Error(`the execution was in the state ${state}, which runs branches inside another state`);
  return constant(input, { Next: state });
}

const Branches = z.array(z.record(z.string(), z.unknown()));

function resumedParallel(state: JsonObject, events: readonly StateEvent[]): JsonObject {
  const branches = Branches.parse(state['Branches']).map((branch, index) => {
    if (ownEvents(branch, events).length === 0) return branch;
    const StartAt = `${resumePrefix}${index}`;
    return { ...branch, StartAt, States: { ...statesIn(branch), [StartAt]: continuing(branch, events) } };
  });
  return { ...state, Branches: branches };
}

/** Returns a Map whose processor selects by the index of an item at which state the iteration continues. */
function resumedMap(
  { ItemSelector, Parameters, ...state }: JsonObject,
  iterations: ReadonlyMap<number, readonly StateEvent[]>,
): JsonObject {
  const field = isObject(state['ItemProcessor']) ? 'ItemProcessor' : 'Iterator';
  const processor = z.record(z.string(), z.unknown()).parse(state[field]);
  const selector = ItemSelector ?? Parameters;
  const nameOf = (part: string | number) => `${resumePrefix}${part}`;
  const continued = [...iterations].map(([index, events]) => [nameOf(index), continuing(processor, events)] as const);
  const Choices = [...iterations.keys()].map((index) => ({
    Variable: '$.index',
    NumericEquals: index,
    Next: nameOf(index),
  }));
  return {
    ...state,
    ItemSelector: {
      'index.$': '$$.Map.Item.Index',
      ...(selector === undefined ? { 'input.$': '$$.Map.Item.Value' } : { input: selector }),
    },
    [field]: {
      ...processor,
      StartAt: nameOf('item'),
      States: {
        ...statesIn(processor),
        ...Object.fromEntries(continued),
        [nameOf('item')]: { Type: 'Choice', Choices, Default: nameOf('start') },
        [nameOf('start')]: { Type: 'Pass', InputPath: '$.input', Next: processor['StartAt'] },
      },
    },
  };
}

/**
 * Returns a Map or Parallel state that runs only the iterations or branches that have not succeeded, each from the state
 * that did not succeed. Source: Step Functions developer guide, "redrive-executions", "Execution redrive behavior of
 * individual states".
 * @param events events since the execution entered the state
 * @returns undefined if no iteration or branch has started
 * @throws Error if an iteration or branch was in a state that runs branches itself
 */
export function resumeBranches(state: JsonObject, events: readonly StateEvent[]): ResumedState | undefined {
  if (state['Type'] === 'Parallel') return { definition: resumedParallel(state, events), ended: new Set() };
  const processor = state['ItemProcessor'] ?? state['Iterator'];
  const own = isObject(processor) ? ownEvents(processor, events) : [];
  const iterations = new Map<number, StateEvent[]>();
  for (const event of own)
    if (event.index !== undefined) iterations.set(event.index, [...(iterations.get(event.index) ?? []), event]);
  if (!isObject(processor) || iterations.size === 0) return undefined;
  const ended = [...iterations].filter(([, of]) => progressOf(processor, of).kind === 'ended');
  return { definition: resumedMap(state, iterations), ended: new Set(ended.map(([index]) => index)) };
}
