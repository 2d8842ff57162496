import { z } from 'zod';
import type { HistoryEvent } from './execution';
import { isObject, type JsonObject } from './state-fields';

/** Event of a state that was entered or exited. */
export interface StateEvent {
  readonly type: string;
  /** Number of the event in the history. */
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  readonly output: unknown;
  /** Index of the iteration of a Map that the state is part of. */
  readonly index: number | undefined;
  /** Whether the event is the first of a redriven execution. */
  readonly isRedriven: boolean;
}

const Logged = z.object({
  state: z.object({ name: z.string(), input: z.unknown().optional(), output: z.unknown().optional() }),
  index: z.number().optional(),
});

/** Returns the events of states that were entered or exited, in order. */
export function stateEvents(history: readonly HistoryEvent[]): StateEvent[] {
  let isRedriven = false;
  return history.flatMap(({ type, id, details }) => {
    if (type === 'ExecutionRedriven') isRedriven = true;
    if (type !== 'StateEntered' && type !== 'StateExited') return [];
    const logged = Logged.safeParse(details).data;
    if (logged === undefined) return [];
    const { name, input, output } = logged.state;
    const event = { type, id, name, input, output, index: logged.index, isRedriven };
    isRedriven = false;
    return [event];
  });
}

/** State that a machine was in or would enter next, or the output of a machine that has ended. */
export type Progress =
  | { readonly kind: 'state'; readonly state: string; readonly input: unknown }
  | { readonly kind: 'ended'; readonly output: unknown };

export const statesIn = (machine: JsonObject): JsonObject => (isObject(machine['States']) ? machine['States'] : {});

/** Returns the events of a machine's own states, without those of its branches; state names are unique in a definition. */
export const ownEvents = (machine: JsonObject, events: readonly StateEvent[]): StateEvent[] =>
  events.filter(({ name }) => Object.hasOwn(statesIn(machine), name));

/** Returns how far a machine has come. Its first state receives the input of the machine, which is undefined here. */
export function progressOf(machine: JsonObject, events: readonly StateEvent[]): Progress {
  const last = ownEvents(machine, events).at(-1);
  if (last === undefined) return { kind: 'state', state: String(machine['StartAt']), input: undefined };
  const { type, name: state, input, output } = last;
  const exited = type === 'StateExited' ? statesIn(machine)[state] : undefined;
  if (isObject(exited) && typeof exited['Next'] === 'string')
    return { kind: 'state', state: exited['Next'], input: output };
  if (isObject(exited) && exited['End'] === true) return { kind: 'ended', output };
  // a Choice state is evaluated again
  return { kind: 'state', state, input };
}

/**
 * Returns the number of the event with which an execution entered the state that it is in. A redriven execution enters
 * the state again, but remains in it.
 */
export function enteredAt(machine: JsonObject, events: readonly StateEvent[]): number {
  let entered: StateEvent | undefined;
  let last: StateEvent | undefined;
  for (const event of ownEvents(machine, events)) {
    const isSame = event.isRedriven && last?.type === 'StateEntered' && last.name === event.name;
    if (event.type === 'StateEntered' && !isSame) entered = event;
    last = event;
  }
  return entered?.id ?? 0;
}
