import { isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/nesting';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** What keeps a workflow going where a step fails. Amazon States Language, "Errors" */
const guards = [
  ['Retry', 'is no longer tried again where it fails'],
  ['Catch', 'no longer catches what fails'],
] as const;

/** A step of a workflow that failed and went on ends its execution from now on. */
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

/** The errors that a state tries again or catches. */
const errorsIn = (guard: Value | undefined): readonly Value[] =>
  (guard !== undefined && isList(guard) ? guard : []).flatMap((one) => {
    const errors = isObject(one) ? (one['ErrorEquals'] ?? null) : null;
    return isList(errors) ? errors : [];
  });

/** Every state by its name, also of what runs side by side and of what runs for each item. */
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
