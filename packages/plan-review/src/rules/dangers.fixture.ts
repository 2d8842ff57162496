import { plain } from '../note/for-programs';
import { planOf } from '../plan/read-plan';
import type { Rule } from './rule';
import { dangersIn } from './rules';

/** A resource of a plan; `aws_sqs_queue.jobs` is its address. */
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

const planned = (changes: readonly object[]) =>
  planOf({ resource_changes: changes }, { stack: 'dev', basis: { base: 'abc' } });

/** What a rule says of a plan of these changes. */
export const saidBy =
  (rule: Rule) =>
  (...changes: readonly object[]): readonly string[] =>
    rule(planned(changes)).map(({ what }) => plain(what));

/** What all rules say of it, with the kinds of danger. */
export const dangersOf = (...changes: readonly object[]): readonly string[] =>
  dangersIn(planned(changes)).map(({ kind, what }) => `${kind}: ${plain(what)}`);
