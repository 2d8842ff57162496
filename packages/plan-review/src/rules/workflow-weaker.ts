import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/nesting';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Fields that keep an execution going when a state fails. Amazon States Language, "Errors" */
const guards = [
  ['Retry', 'is no longer retried'],
  ['Catch', 'no longer catches errors'],
] as const;

/** A failing state that was retried or caught now fails its execution. */
export const workflowWeaker: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    if (type !== 'aws_sfn_state_machine') return [];
    const [was, is] = [before, after].map(({ definition }) => statesIn(documentIn(definition ?? null)));
    if (was === undefined || is === undefined) return [];
    const lost = [...is].flatMap(([name, state]) => lostBy(name, was.get(name), state));
    return lost.length === 0 ? [] : [{ kind: 'outage', address, what: say`${address}: ${joined(lost)}` }];
  });

const lostBy = (name: string, was: ValueObject | undefined, is: ValueObject): readonly Phrase[] =>
  guards.flatMap(([guard, lost]) =>
    errorsIn(was?.[guard]).some((error) => !errorsIn(is[guard]).includes(error))
      ? [say`its state ${name} ${[lost]}`]
      : [],
  );

/** The errors that a state retries or catches. */
const errorsIn = (guard: Value | undefined): readonly Value[] =>
  (guard !== undefined && isList(guard) ? guard : []).flatMap((one) => {
    const errors = isObject(one) ? (one['ErrorEquals'] ?? null) : null;
    return isList(errors) ? errors : [];
  });

/** Every state by its name, including those of Parallel and Map states. */
function statesIn(machine: Value | undefined): ReadonlyMap<string, ValueObject> | undefined {
  if (machine === undefined || !isObject(machine)) return undefined;
  const states = machine['States'];
  if (states === undefined || !isObject(states)) return new Map();
  return new Map(
    Object.entries(states).flatMap(([name, state]) => {
      if (!isObject(state)) return [];
      const branches = state['Branches'] ?? null;
      const inside = [...(isList(branches) ? branches : []), state['Iterator'], state['ItemProcessor']];
      return [[name, state] as const, ...inside.flatMap((machines) => [...(statesIn(machines) ?? [])])];
    }),
  );
}
