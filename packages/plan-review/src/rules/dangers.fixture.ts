import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import type { Rule } from './rule';
import { dangersIn } from './rules';

/** Returns an entry of the plan's `resource_changes` for an address such as `aws_sqs_queue.jobs`. */
const resource = (address: string, change: object) => {
  const [type = '', name = ''] = address.split('.');
  return { address, type, name, change };
};

export const updated = (address: string, before: object, after: object, unknown: object = {}) =>
  resource(address, { actions: ['update'], before, after, after_unknown: unknown });
export const created = (address: string, after: object, unknown: object = {}) =>
  resource(address, { actions: ['create'], before: null, after, after_unknown: unknown });
export const deleted = (address: string, before: object = {}) =>
  resource(address, { actions: ['delete'], before, after: null });
export const replaced = (address: string, before: object = {}, after: object = before) =>
  resource(address, { actions: ['delete', 'create'], before, after });
export const unchanged = (address: string, values: object) =>
  resource(address, { actions: ['no-op'], before: values, after: values });

/** Returns the plan with the given changes. */
export const planned = (changes: readonly object[]) =>
  planOf({ resource_changes: changes }, { stack: 'dev', basis: { base: 'abc' } });

/** Returns a function that lists the sentences of a rule for a plan with the given changes. */
export const reportedBy =
  (rule: Rule) =>
  (...changes: readonly object[]): readonly string[] =>
    rule(planned(changes)).map(({ what }) => plain(what));

/** Returns the sentences of all rules for a plan with the given changes. Each sentence starts with the kind of danger. */
export const dangersOf = (...changes: readonly object[]): readonly string[] =>
  dangersIn(planned(changes)).map(({ kind, what }) => `${kind}: ${plain(what)}`);
