import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/json-documents';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Fields of a Step Functions state that handle errors. Source: Amazon States Language, "Errors" */
const errorHandlers = [
  { handler: 'Retry', lost: 'is no longer retried', partly: 'is no longer retried after' },
  { handler: 'Catch', lost: 'no longer catches errors', partly: 'no longer catches' },
] as const;

/** Reports Step Functions states that no longer retry or catch errors. Such errors fail the execution. */
export const errorHandlingRemoved: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    if (type !== 'aws_sfn_state_machine') return [];
    const [was, is] = [before, after].map(({ definition }) => statesIn(documentIn(definition ?? null)));
    if (was === undefined || is === undefined) return [];
    const lost = [...is].flatMap(([name, state]) => lostBy(name, was.get(name), state));
    return lost.length === 0 ? [] : [{ kind: 'outage', address, what: say`${address}: ${joined(lost)}` }];
  });

const lostBy = (name: string, was: ValueObject | undefined, is: ValueObject): readonly Phrase[] =>
  errorHandlers.flatMap(({ handler, lost, partly }) => {
    const left = errorsIn(is[handler]);
    const gone = errorsIn(was?.[handler]).filter((error) => !left.includes(error));
    if (gone.length === 0) return [];
    if (left.length === 0) return [say`state ${name} ${[lost]}`];
    return [say`state ${name} ${[partly]} ${joined(gone.map((error) => say`${String(error)}`))}`];
  });

/** Returns the errors that a state retries or catches. A retrier without attempts retries nothing. */
const errorsIn = (handler: Value | undefined): readonly Value[] =>
  (handler !== undefined && isList(handler) ? handler : []).flatMap((one) => {
    if (isObject(one) && one['MaxAttempts'] === 0) return [];
    const errors = isObject(one) ? (one['ErrorEquals'] ?? null) : null;
    return isList(errors) ? errors : [];
  });

/** Returns all states by name, including states inside Parallel and Map states. */
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
